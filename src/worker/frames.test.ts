import { describe, expect, it } from "vitest";
import { createFrameCounts } from "./frame-counts.ts";
import { type FrameFeed, openFrames } from "./frames.ts";
import { nextTask } from "./next-task.ts";

/** Stands in for the platform's frame, which Node lacks; counts how often it is closed. */
class HandMadeFrame {
  closed = 0;
  readonly displayWidth = 640;
  readonly displayHeight = 480;
  readonly timestamp: number;
  constructor(timestamp: number) {
    this.timestamp = timestamp;
  }
  close(): void {
    this.closed++;
  }
}

function openStream() {
  const made: HandMadeFrame[] = [];
  let controller: ReadableStreamDefaultController<VideoFrame> | undefined;
  const frames = new ReadableStream<VideoFrame>({
    start: (given) => {
      controller = given;
    },
  });
  const counts = createFrameCounts();
  const ended: string[] = [];
  const feed = openFrames({ kind: "stream", frames }, counts, (reason) => ended.push(reason));
  const capture = (): HandMadeFrame => {
    const frame = new HandMadeFrame(made.length * 33_333);
    made.push(frame);
    controller?.enqueue(frame as unknown as VideoFrame);
    return frame;
  };
  return { made, counts, ended, feed, capture, source: () => controller };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTask();
}

describe("live frames", () => {
  it("hold the newest while one is worked on, and close the rest at once", async () => {
    const { made, counts, feed, capture } = openStream();
    capture();
    const first = await feed.next();
    for (let i = 0; i < 5; i++) capture();
    await settle();
    expect(made.map(({ closed }) => closed)).toEqual([0, 1, 1, 1, 1, 0]);
    expect(counts).toMatchObject({ captured: 6, dropped: 4, open: 2 });
    first?.close();
    const second = await feed.next();
    expect(second?.image).toBe(made[5]);
    second?.close();
    expect(counts.open).toBe(0);
  });

  it("wait for a frame that is not there yet", async () => {
    const { feed, capture } = openStream();
    const waiting = feed.next();
    const frame = capture();
    expect((await waiting)?.image).toBe(frame);
  });

  it("are drained and closed while idle, also the one that was held", async () => {
    const { made, counts, feed, capture } = openStream();
    capture();
    await settle();
    feed.setIdle(true);
    capture();
    await settle();
    expect(made.map(({ closed }) => closed)).toEqual([1, 1]);
    expect(counts).toMatchObject({ dropped: 2, open: 0 });
    feed.setIdle(false);
    const frame = capture();
    expect((await feed.next())?.image).toBe(frame);
  });

  it("close each frame once, however often they are told to", async () => {
    const { made, counts, feed, capture } = openStream();
    capture();
    const frame = await feed.next();
    frame?.close();
    frame?.close();
    expect(made[0]?.closed).toBe(1);
    expect(counts.open).toBe(0);
  });

  it("tell once that the track ended, and end", async () => {
    const { ended, feed, source } = openStream();
    const waiting = feed.next();
    source()?.close();
    expect(await waiting).toBeUndefined();
    expect(await feed.next()).toBeUndefined();
    expect(ended).toEqual(["the track ended"]);
  });

  it("tell why a reader broke", async () => {
    const { ended, feed, source } = openStream();
    const waiting = feed.next();
    source()?.error(new Error("the camera was unplugged"));
    expect(await waiting).toBeUndefined();
    expect(ended).toEqual(["the camera was unplugged"]);
  });

  it("end quietly when closed, with nothing left open", async () => {
    const { made, counts, ended, feed, capture } = openStream();
    capture();
    await settle();
    feed.close();
    expect(await feed.next()).toBeUndefined();
    expect(ended).toEqual([]);
    expect(made[0]?.closed).toBe(1);
    expect(counts.open).toBe(0);
  });

  it("say what a track source misses", () => {
    const track = { kind: "video", id: "1", stop() {} };
    expect(() => openFrames({ kind: "track", track }, createFrameCounts(), () => {})).toThrow(
      expect.objectContaining({ code: "camera-unsupported" }),
    );
  });
});

describe("pulled frames", () => {
  function openPort(): { feed: FrameFeed; asked: unknown[]; other: MessagePort } {
    const { port1, port2 } = new MessageChannel();
    const asked: unknown[] = [];
    port2.onmessage = ({ data }: MessageEvent) => void asked.push(data);
    const feed = openFrames({ kind: "port", port: port1 }, createFrameCounts(), () => {});
    return { feed, asked, other: port2 };
  }

  it("are asked for one at a time, and only when wanted", async () => {
    const { feed, asked, other } = openPort();
    await settle();
    expect(asked).toEqual([]);
    const waiting = feed.next();
    await expect.poll(() => asked).toEqual(["next"]);
    const timestampMs = performance.timeOrigin + performance.now() - 40;
    other.postMessage({ frame: { width: 4, height: 3 }, timestampMs });
    const frame = await waiting;
    expect(frame?.size).toEqual({ width: 4, height: 3 });
    expect(frame?.timestampMs).toBe(timestampMs);
    expect(frame?.capturedAtMs).toBeCloseTo(timestampMs - performance.timeOrigin, 3);
    feed.close();
    other.close();
  });

  it("are not asked for while idle, but right after", async () => {
    const { feed, asked, other } = openPort();
    feed.setIdle(true);
    void feed.next();
    await settle();
    expect(asked).toEqual([]);
    feed.setIdle(false);
    await expect.poll(() => asked).toEqual(["next"]);
    feed.close();
    other.close();
  });
});

/** A stream that follows another worker's, with copies meanwhile. */
function openAfterAnother() {
  let controller: ReadableStreamDefaultController<VideoFrame> | undefined;
  const frames = new ReadableStream<VideoFrame>({
    start: (given) => {
      controller = given;
    },
  });
  const { port1: page, port2: meanwhile } = new MessageChannel();
  const counts = createFrameCounts();
  const frame = { width: 640, height: 480, timestampMs: 5_000 };
  const before = { task: "classify" as const, frame, classes: [] };
  const feed = openFrames(
    { kind: "stream", frames, meanwhile, before, beforeAgoMs: 400 },
    counts,
    () => {},
  );
  /** Answers the next question with a copy of what was captured at that moment. */
  const answer = (atMs: number): Promise<HandMadeFrame> =>
    new Promise((resolve) => {
      const onAsked = (): void => {
        const copy = new HandMadeFrame(0);
        // Node cannot transfer it: it arrives as the platform would have it.
        const event = { data: { frame: copy, timestampMs: atMs } };
        (meanwhile as unknown as { onmessage(event: object): void }).onmessage(event);
        resolve(copy);
      };
      page.addEventListener("message", onAsked, { once: true });
      page.start();
    });
  const stream = (timestampMs: number): HandMadeFrame => {
    const made = new HandMadeFrame(timestampMs * 1_000);
    controller?.enqueue(made as unknown as VideoFrame);
    return made;
  };
  const end = (): void => {
    feed.close();
    page.close();
  };
  return { feed, counts, answer, stream, end };
}

describe("live frames after another worker", () => {
  it("are copies on the clock of the stream, until the stream moves", async () => {
    const { feed, counts, answer, stream, end } = openAfterAnother();
    const times: (number | undefined)[] = [];
    for (const atMs of [70_000, 70_033]) {
      const [copy, frame] = await Promise.all([answer(atMs), feed.next()]);
      expect(frame?.image).toBe(copy);
      times.push(frame?.timestampMs);
      frame?.close();
    }
    expect(times).toEqual([5_400, 5_433]);
    const late = stream(5_420);
    const next = stream(5_466);
    const frame = await feed.next();
    expect(frame?.image).toBe(next);
    expect(frame?.timestampMs).toBe(5_466);
    expect(late.closed).toBe(1);
    frame?.close();
    expect(counts.open).toBe(0);
    end();
  });

  it("close a copy that comes when the stream already moves", async () => {
    const { feed, counts, answer, stream, end } = openAfterAnother();
    const asked = answer(70_000);
    const first = feed.next();
    stream(5_450);
    (await first)?.close();
    const copy = await asked;
    expect(copy.closed).toBe(1);
    expect(counts).toMatchObject({ captured: 1, open: 0 });
    end();
  });
});
