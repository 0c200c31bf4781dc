import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunPicture, SetOptions } from "#protocol";
import { type FacesResult, tasks } from "#tasks";
import { createFrameCounts, type FrameCounts } from "./frame-counts.ts";
import type { Shown, ShownBare } from "./overlay.ts";
import { createPictures, type Pictures } from "./pictures.ts";
import type { TaskSession } from "./task-session.ts";

const faces = tasks.find(({ id }) => id === "faces") as Extract<
  (typeof tasks)[number],
  { id: "faces" }
>;
const plain: SetOptions = { task: "faces", options: faces.options };
const hiding: SetOptions = { task: "faces", options: { ...faces.options, hide: "solid" } };
const png = new Uint8Array(64);
png.set(Array.from("\x89PNG\r\n\x1a\n", (letter) => letter.charCodeAt(0)));

function request(id: number, more: Partial<RunPicture> = {}): RunPicture {
  const file = new Blob([png]);
  return { id, file, name: `${id}.png`, options: plain, thumbnailSide: null, show: false, ...more };
}

describe("pictures", () => {
  let counts: FrameCounts;
  let pictures: Pictures;
  let shown: (Shown | ShownBare | null)[];
  let made: { close: ReturnType<typeof vi.fn> }[];
  let failures: unknown[];
  let answer: () => Promise<FacesResult>;
  let again: FacesResult | undefined;
  /** The frame that the session ran last. */
  let ran: unknown;
  beforeEach(() => {
    counts = createFrameCounts();
    [shown, made, failures] = [[], [], []];
    again = undefined;
    const found: FacesResult = {
      task: "faces",
      frame: { width: 4, height: 3, timestampMs: 0 },
      faces: [],
    };
    answer = async () => found;
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("createImageBitmap", async () => {
      const image = { width: 4, height: 3, close: vi.fn() };
      made.push(image);
      return image;
    });
    const times = { preprocessMs: 0, inferMs: 0, decodeMs: 0 };
    const session = {
      task: "faces",
      run: async (_image: unknown, info: unknown) => {
        ran = info;
        return { result: await answer(), times };
      },
      again: async (_options: unknown, of: unknown) => (of === ran ? again : undefined),
    } as unknown as TaskSession;
    pictures = createPictures({
      session: () => session,
      counts,
      prepare: async () => {},
      show(next) {
        const before = shown.at(-1);
        if (before?.picture !== next?.picture) before?.picture?.close();
        shown.push(next);
      },
      onFailed: (error) => failures.push(error),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("lets each picture go that is not shown", async () => {
    for (let id = 1; id <= 3; id += 1) await pictures.run(request(id));
    expect(made.map(({ close }) => close.mock.calls.length)).toEqual([1, 1, 1]);
    expect(counts).toEqual({ captured: 3, processed: 3, dropped: 0, open: 0 });
  });

  it("keeps the shown one until another is shown, and decodes it once", async () => {
    await pictures.run(request(1, { show: true }));
    await pictures.run(request(1, { show: true }));
    expect(made).toHaveLength(1);
    expect(made[0]?.close).not.toHaveBeenCalled();
    await pictures.run(request(2, { show: true }));
    expect(made[0]?.close).toHaveBeenCalledTimes(1);
    await pictures.show(null);
    expect(made[1]?.close).toHaveBeenCalledTimes(1);
    expect(counts.open).toBe(0);
  });

  it("decodes the models' last answers again where only options changed", async () => {
    await pictures.run(request(1, { show: true }));
    const run = vi.fn(answer);
    answer = run;
    again = { task: "faces", frame: { width: 4, height: 3, timestampMs: 0 }, faces: [] };
    const { result } = await pictures.run(request(1, { show: true }));
    expect(result).toBe(again);
    expect(run).not.toHaveBeenCalled();
  });

  it("runs a picture again where something else ran since", async () => {
    await pictures.run(request(1, { show: true }));
    again = { task: "faces", frame: { width: 9, height: 9, timestampMs: 0 }, faces: [] };
    ran = "a frame of a video";
    const { result } = await pictures.run(request(1, { show: true, options: hiding }));
    expect(result.frame.width).toBe(4);
    expect(counts.processed).toBe(2);
    await pictures.show(null);
  });

  it("lets go of what failed, and tells that the session is not to be used again", async () => {
    const error = new Error("out of memory");
    answer = () => Promise.reject(error);
    await expect(pictures.run(request(1))).rejects.toBe(error);
    expect(failures).toEqual([error]);
    expect(counts.open).toBe(0);
  });

  it("does not blame the session for a picture that cannot be read", async () => {
    const file = new Blob(["<!doctype html>"]);
    await expect(pictures.run(request(1, { file, name: "a.jpg" }))).rejects.toMatchObject({
      code: "picture-unreadable",
      details: { file: "a.jpg", fault: "not-a-picture", is: "html" },
    });
    expect(failures).toEqual([]);
  });

  it.each([
    ["a text", "a.jpg", "no picture", "not-a-picture", "text"],
    ["nothing", "a.jpg", "", "empty", "empty"],
    ["a drawing", "a.svg", "<svg/>", "unsupported", "svg"],
    ["a picture under another name", "a.txt", "\x89PNG\r\n\x1a\n", "mislabelled", "png"],
  ])("names the fault of %s", async (_words, name, text, fault, is) => {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const file = new Blob([bytes]);
    await expect(pictures.run(request(1, { file, name }))).rejects.toMatchObject({
      details: { fault, is },
    });
  });

  it.each([
    ["a HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unsupported"],
    ["a PNG without its end", "\x89PNG\r\n\x1a\n", "cut-off"],
    ["a PNG with an end", "\x89PNG\r\n\x1a\n....IEND", "broken"],
    ["bytes of no kind", "\x01\x02\x03\x04", "not-a-picture"],
  ])("says why the browser does not open %s", async (_words, text, fault) => {
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("not decoded")));
    const file = new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]);
    await expect(pictures.run(request(1, { file }))).rejects.toMatchObject({
      details: { fault, reason: "not decoded" },
    });
  });

  it("covers a shown picture at once when its task is to change it", async () => {
    await pictures.run(request(1, { show: true }));
    pictures.setOptions(hiding);
    expect(shown.at(-1)).toMatchObject({ options: { hide: "solid" } });
    expect(made[0]?.close).not.toHaveBeenCalled();
  });

  it("shows by the newest options what was asked for before they changed", async () => {
    let open: (() => void) | undefined;
    const ready = answer();
    answer = async () => {
      await new Promise<void>((resolve) => {
        open = resolve;
      });
      return ready;
    };
    const running = pictures.run(request(1, { show: true }));
    await vi.waitUntil(() => open);
    pictures.setOptions(hiding);
    open?.();
    await running;
    expect(shown.at(-1)).toMatchObject({ options: { hide: "solid" } });
  });

  it("shows nothing of a cancelled run", async () => {
    const cancelled = AbortSignal.abort();
    await expect(pictures.run(request(1, { show: true }), cancelled)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(shown).toEqual([]);
    expect(counts.open).toBe(0);
  });

  it("shows a picture before its result, but not one that is to be changed", async () => {
    const { id, file, name } = request(1);
    expect(await pictures.show({ id, file, name, options: plain, result: null })).toEqual({
      width: 4,
      height: 3,
    });
    expect(shown.at(-1)).toMatchObject({ result: null, frame: { width: 4, height: 3 } });
    await pictures.show({ id, file, name, options: hiding, result: null });
    expect(shown.at(-1)).toBeNull();
  });
});
