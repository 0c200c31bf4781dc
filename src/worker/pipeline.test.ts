import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CpuTensor, ModelCard } from "#shared";
import { type TaskResult, tasks } from "#tasks";
import type { TaskRunner } from "#tasks/runner";
import type { Session } from "./engines/engine.ts";
import { createFrameStats } from "./frame-stats.ts";
import { nextTask } from "./next-task.ts";
import type { Shown } from "./overlay.ts";
import { createPipeline } from "./pipeline.ts";
import { createTaskSession } from "./task-session.ts";

const faces = tasks[2];
const region = { centerX: 1, centerY: 1, width: 1, height: 1, rotation: 0 };
const card = {
  input: { name: "images", width: 2, height: 2 },
} as ModelCard;
const tensor: CpuTensor = {
  place: "cpu",
  name: "images",
  shape: [1, 2, 2, 3],
  dtype: "float32",
  data: new Float32Array(12),
};
const toSource = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** One detection with the first output as its score, shown above the score that is asked for. */
const runner = {
  begin: ({ finder }) => ({
    async run(frame, { minScore }) {
      const { tensor } = await frame.fit(card.input);
      const score = (await finder?.run(tensor))?.[0]?.data[0] ?? 0;
      const found = { label: "thing", classId: 0, score, box: [0, 0, 1, 1] } as const;
      const detections = score >= minScore ? [found] : [];
      return { task: "detect", frame: frame.info, detections };
    },
  }),
} satisfies TaskRunner<"detect">;

interface Gate {
  open(score: number): void;
  fail(error: Error): void;
}

/** A session whose runs wait until the test lets each of them answer. */
function gatedSession() {
  const gates: Gate[] = [];
  const session: Session = {
    inputs: [],
    outputs: [],
    place: "cpu",
    threads: 1,
    build: "test",
    run: () =>
      new Promise((resolve, reject) => {
        gates.push({
          open: (score) => resolve([{ ...tensor, data: Float32Array.of(score) }]),
          fail: reject,
        });
      }),
    dispose: vi.fn(),
  };
  return { gates, session };
}

function prepare() {
  const stats = createFrameStats();
  const shown: (Shown | null)[] = [];
  const told: TaskResult[] = [];
  const failures: unknown[] = [];
  const copied: unknown[] = [];
  const { gates, session } = gatedSession();
  const pipeline = createPipeline({
    stats,
    results: { offer: (result) => told.push(result), cancel() {} },
    show: (result) => shown.push(result),
    async copyPicture({ image }) {
      copied.push(image);
      return { image, close: () => {} };
    },
    onSourceEnded: () => {},
    onFailed: (error) => failures.push(error),
  });
  const taskSession = createTaskSession("detect", runner, { finder: { card, session } }, () => ({
    path: "cpu",
    input: card.input,
    fit: () => ({ tensor, toSource }),
    dispose: () => {},
  }));
  const made: { closed: number }[] = [];
  let controller: ReadableStreamDefaultController<VideoFrame> | undefined;
  const frames = new ReadableStream<VideoFrame>({
    start: (given) => {
      controller = given;
    },
  });
  const capture = (): void => {
    const timestamp = made.length * 33_333;
    const frame = { closed: 0, displayWidth: 64, displayHeight: 48, timestamp };
    made.push(frame);
    const close = () => void frame.closed++;
    controller?.enqueue(Object.assign(frame, { close }) as unknown as VideoFrame);
  };
  return {
    ...{ stats, shown, told, failures, copied, gates, pipeline, taskSession, made, capture },
    source: { kind: "stream", frames } as const,
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await nextTask();
}

describe("the pipeline, held", () => {
  it("ends the frame that runs, begins no other until it may go on, and then takes the newest", async () => {
    const at = prepare();
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    let held = false;
    void at.pipeline.hold(60_000).then(() => {
      held = true;
    });
    await settle();
    expect(held).toBe(false);
    at.gates[0]?.open(0.9);
    await settle();
    expect(held).toBe(true);
    at.capture();
    at.capture();
    await settle();
    expect(at.gates).toHaveLength(1);
    at.pipeline.goOn();
    await settle();
    expect(at.gates).toHaveLength(2);
    at.gates[1]?.open(0.8);
    await settle();
    expect(at.told.map(({ frame }) => Math.round(frame.timestampMs))).toEqual([0, 67]);
    expect(at.made.every(({ closed }) => closed === 1)).toBe(true);
  });

  it("runs no frame of a source that went while it was held", async () => {
    const at = prepare();
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    await at.pipeline.hold(60_000);
    at.capture();
    await settle();
    at.pipeline.detachSource();
    at.pipeline.goOn();
    await settle();
    expect(at.gates).toEqual([]);
    expect(at.made.every(({ closed }) => closed === 1)).toBe(true);
    expect(at.stats.counts.open).toBe(0);
  });
});

describe("the pipeline", () => {
  let at: ReturnType<typeof prepare>;
  beforeEach(() => {
    at = prepare();
  });

  it("runs one frame at a time, then the newest; at most two are ever open", async () => {
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    for (let i = 0; i < 6; i++) {
      at.capture();
      await settle();
      expect(at.stats.counts.open).toBeLessThanOrEqual(2);
    }
    expect(at.gates).toHaveLength(1);
    at.gates[0]?.open(0.9);
    await settle();
    expect(at.gates).toHaveLength(2);
    at.gates[1]?.open(0.8);
    await settle();
    expect(at.told.map(({ frame }) => Math.round(frame.timestampMs))).toEqual([0, 167]);
    expect(at.stats.counts).toEqual({ captured: 6, processed: 2, dropped: 4, open: 0 });
    expect(at.made.every(({ closed }) => closed === 1)).toBe(true);
    expect(Object.keys(at.stats.report().stages)).toEqual([
      "capture",
      "preprocess",
      "infer",
      "decode",
      "draw",
    ]);
  });

  it("drains a source while there is no session, and goes on when there is one", async () => {
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    expect(at.stats.counts).toMatchObject({ dropped: 1, open: 0 });
    at.pipeline.use(at.taskSession);
    at.capture();
    await settle();
    at.gates[0]?.open(0.9);
    await settle();
    expect(at.stats.counts.processed).toBe(1);
  });

  it("begins the session anew on a source, from what another worker told of it", () => {
    const restart = vi.spyOn(at.taskSession, "restart");
    const frame = { width: 2, height: 2, timestampMs: 5 };
    const before = { task: "detect", frame, detections: [] } as const;
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource({ ...at.source, before });
    expect(restart).toHaveBeenLastCalledWith(before);
  });

  it("tells a failed run once, uses the session no more, and leaves no frame open", async () => {
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    const error = new Error("out of memory");
    at.gates[0]?.fail(error);
    at.capture();
    at.capture();
    await settle();
    expect(at.failures).toEqual([error]);
    expect(at.gates).toHaveLength(1);
    expect(at.stats.counts.open).toBe(0);
  });

  it("keeps the last overlay while frozen, and decodes it again for other options", async () => {
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    at.gates[0]?.open(0.6);
    await settle();
    at.pipeline.setFrozen(true);
    at.capture();
    await settle();
    expect(at.stats.counts).toMatchObject({ processed: 1, dropped: 1, open: 0 });
    expect(at.shown).toHaveLength(1);
    await at.pipeline.setOptions({ task: "detect", options: { minScore: 0.7, classes: [] } });
    await at.pipeline.setOptions({ task: "detect", options: { minScore: 0.5, classes: [] } });
    const counts = at.shown.map((one) =>
      one?.result.task === "detect" ? one.result.detections.length : undefined,
    );
    expect(counts).toEqual([1, 0, 1]);
    // No inference was needed for that.
    expect(at.gates).toHaveLength(1);
  });

  it("forgets a run that ends after its session was taken away", async () => {
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    at.pipeline.use(null);
    at.gates[0]?.open(0.9);
    await settle();
    expect(at.shown).toEqual([]);
    expect(at.failures).toEqual([]);
    expect(at.stats.counts.open).toBe(0);
  });

  it("shows nothing of a frame whose source was taken away while it ran", async () => {
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    at.pipeline.detachSource();
    at.gates[0]?.open(0.9);
    await settle();
    expect(at.shown).toEqual([]);
    expect(at.pipeline.shown()).toBeUndefined();
    expect(at.failures).toEqual([]);
    expect(at.stats.counts.open).toBe(0);
  });

  it("frees sessions only after the run in them ended", async () => {
    at.pipeline.use(at.taskSession);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    let disposed = false;
    void at.taskSession.dispose().then(() => {
      disposed = true;
    });
    await settle();
    expect(disposed).toBe(false);
    at.gates[0]?.open(0.9);
    await settle();
    expect(disposed).toBe(true);
  });

  describe("with a task that draws the frames itself", () => {
    const hiding = { ...faces.options, hide: "solid" } as const;

    /** Answers with no face at once; asks for two regions, so nothing can be decoded again. */
    function hidingSession(): ReturnType<typeof createTaskSession> {
      const seeNobody = {
        begin: () => ({
          async run(frame) {
            await frame.fit(card.input, { ...region });
            await frame.fit(card.input, { ...region });
            return { task: "faces", frame: frame.info, faces: [], hidden: [] };
          },
        }),
      } satisfies TaskRunner<"faces">;
      return createTaskSession("faces", seeNobody, {}, () => ({
        path: "cpu",
        input: card.input,
        fit: () => ({ tensor, toSource }),
        dispose: () => {},
      }));
    }

    it("shows a copy of each frame with its result, and holds no frame of the camera for it", async () => {
      at.pipeline.use(hidingSession());
      await at.pipeline.setOptions({ task: "faces", options: hiding });
      at.pipeline.attachSource(at.source);
      at.capture();
      await settle();
      const [first] = at.shown;
      expect(first?.picture?.image).toBe(at.made[0]);
      expect(at.copied).toEqual([at.made[0]]);
      expect(at.made[0]?.closed).toBe(1);
      at.pipeline.detachSource();
      expect(at.shown.at(-1)).toBeNull();
    });

    it("shows a frozen frame of other options without its picture", async () => {
      at.pipeline.use(hidingSession());
      at.pipeline.attachSource(at.source);
      at.capture();
      await settle();
      at.pipeline.setFrozen(true);
      await at.pipeline.setOptions({ task: "faces", options: hiding });
      expect(at.shown.at(-1)).toMatchObject({ options: { hide: "solid" } });
      expect(at.shown.at(-1)?.picture).toBeUndefined();
    });
  });
});

describe("the pipeline at a pace", () => {
  it("waits before it takes a frame, and then takes the newest", async () => {
    const at = prepare();
    at.pipeline.use(at.taskSession);
    at.pipeline.setPace(1 / 3600);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    at.gates[0]?.open(0.9);
    await settle();
    at.capture();
    at.capture();
    await settle();
    expect(at.gates).toHaveLength(1);
    at.pipeline.setPace(null);
    await settle();
    expect(at.gates).toHaveLength(2);
    expect(at.made.map(({ closed }) => closed)).toEqual([1, 1, 0]);
    at.gates[1]?.open(0.9);
    await settle();
    expect(at.told.map(({ frame }) => frame.timestampMs)).toEqual([0, 66.666]);
    expect(at.stats.counts).toMatchObject({ captured: 3, processed: 2, dropped: 1, open: 0 });
  });

  it("lets the first frame of another source begin at once", async () => {
    const at = prepare();
    const next = prepare();
    at.pipeline.use(at.taskSession);
    at.pipeline.setPace(1 / 3600);
    at.pipeline.attachSource(at.source);
    at.capture();
    await settle();
    at.gates[0]?.open(0.9);
    await settle();
    at.pipeline.attachSource(next.source);
    next.capture();
    await settle();
    expect(at.gates).toHaveLength(2);
  });
});
