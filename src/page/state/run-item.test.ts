import { describe, expect, it, vi } from "vitest";
import type { PictureRan, SessionReport, VideoUpdate } from "#protocol";
import { AppError } from "#shared";
import type { TaskResult } from "#tasks";
import type { QueueItem } from "./queue-state.ts";
import { createItemRun, type HowToRun, isInterrupted } from "./run-item.ts";

const session: SessionReport = {
  task: "detect",
  model: "centernet",
  variant: "fp16",
  engine: "tfjs",
  backend: "wasm",
  threads: 1,
  loadMs: 1,
  kept: true,
  refused: [],
};
const facts = {
  task: "detect",
  model: "centernet",
  variant: "fp16",
  engine: "tfjs",
  backend: "wasm",
};
const options = { minScore: 0.4, classes: [] } as HowToRun["options"];
const result = { task: "detect", detections: [] } as unknown as TaskResult;
const size = { width: 4, height: 3 };

function how(change: Partial<HowToRun> = {}): HowToRun {
  const { signal } = new AbortController();
  const onProgress = vi.fn();
  return {
    task: "detect",
    options,
    session,
    everyNth: 2,
    show: false,
    signal,
    onProgress,
    ...change,
  };
}
function item(kind: QueueItem["kind"]): QueueItem {
  return { id: 7, name: "a", kind, file: new File([""], "a"), outcome: { at: "waiting" } };
}
function lab(ran: Partial<PictureRan> = {}) {
  const pictures = {
    run: vi.fn(async () => ({ result, size, notes: [], tookMs: 12, thumbnail: null, ...ran })),
  };
  const videos = { run: vi.fn(), frameAt: vi.fn() };
  return { pictures, videos, run: createItemRun(pictures as never, videos as never) };
}

describe("createItemRun", () => {
  it("runs a picture, and tells what was found, how long it took and what made it", async () => {
    const { pictures, run } = lab();
    const { signal } = new AbortController();
    const ran = await run(item("picture"), how({ show: true, signal }));
    expect(ran.outcome).toEqual({
      at: "done",
      results: [result],
      ms: 12,
      facts,
      options,
      notes: [],
    });
    expect(ran.size).toEqual(size);
    expect(ran).not.toHaveProperty("thumbnail");
    expect(pictures.run.mock.lastCall).toEqual([
      expect.objectContaining({ task: "detect", options }),
      expect.objectContaining({ show: true, signal }),
    ]);
  });

  it("remembers with a thumbnail what it may be shown with", async () => {
    const thumbnail = { blob: new Blob(), size };
    const { run } = lab({ thumbnail });
    const ran = await run(item("picture"), how());
    expect(ran.thumbnail).toEqual({ ...thumbnail, task: "detect", options });
  });

  it("gathers the results of a video in order, tells its progress, and asks for the frame in the middle", async () => {
    const { videos, run } = lab();
    const frames = [0, 40, 80].map((timeMs) => [timeMs, { ...result, timeMs }] as const);
    videos.run.mockImplementation(
      async (_file, { everyNth }, onUpdate: (update: VideoUpdate) => void) => {
        expect(everyNth).toBe(2);
        for (const [index, frame] of frames.entries()) {
          const progress = { framesDone: index + 1, framesTotal: 3 };
          onUpdate({ results: [frame], progress } as unknown as VideoUpdate);
        }
        return { facts: size, tookMs: 90 };
      },
    );
    videos.frameAt.mockRejectedValue(new AppError("video-unreadable", { file: "a", reason: "" }));
    const given = how();
    await expect(run(item("video"), given)).rejects.toMatchObject({ code: "video-unreadable" });
    expect(vi.mocked(given.onProgress).mock.calls).toEqual([[1 / 3], [2 / 3], [1]]);
    expect(videos.frameAt.mock.lastCall?.[1]).toMatchObject({ timeMs: 40 });
  });

  it("makes no picture of a video in which there was no frame", async () => {
    const { videos, run } = lab();
    videos.run.mockResolvedValue({ facts: size, tookMs: 3 });
    const ran = await run(item("video"), how());
    expect(ran).toMatchObject({ outcome: { at: "done", results: [], ms: 3 }, size });
    expect(videos.frameAt).not.toHaveBeenCalled();
  });

  it("rejects with what is wrong with the picture", async () => {
    const { pictures, run } = lab();
    const broken = new AppError("picture-unreadable", { file: "a" } as never);
    pictures.run.mockRejectedValue(broken);
    await expect(run(item("picture"), how())).rejects.toBe(broken);
  });
});

describe("isInterrupted", () => {
  it.each([
    ["an abort", new DOMException("", "AbortError"), true],
    ["a lost worker", new AppError("worker-lost", { reason: "hung", restarts: 1 }), true],
    ["a broken picture", new AppError("picture-unreadable", {} as never), false],
    ["an engine that failed", new AppError("internal", { reason: "" }), false],
    ["anything else", new Error("?"), false],
  ])("%s", (_words, error, interrupted) => {
    expect(isInterrupted(error)).toBe(interrupted);
  });
});
