import { describe, expect, it, vi } from "vitest";
import type { VideoFrameResult, VideoUpdate } from "#protocol";
import { createVideoUpdates } from "./video-updates.ts";

const progressOf = (framesDone: number) => ({
  ...{ framesDone, framesTotal: 3, mediaMs: framesDone * 40, durationMs: 120 },
});
const foundAt = (timeMs: number): VideoFrameResult => [
  timeMs,
  { task: "detect", frame: { width: 1, height: 1, timestampMs: timeMs }, detections: [] },
];

function listen(intervalMs: number) {
  const told: VideoUpdate[] = [];
  const port = { postMessage: (update: VideoUpdate) => void told.push(update), close: vi.fn() };
  return { told, port, updates: createVideoUpdates(port, intervalMs) };
}

describe("the updates of a video", () => {
  it("tell each result once and in order, those of an interval together", () => {
    const { told, port, updates } = listen(60_000);
    for (const number of [1, 2, 3]) updates.add(progressOf(number), foundAt(number * 40));
    updates.end();
    expect(told.map(({ results }) => results.map(([timeMs]) => timeMs))).toEqual([[40], [80, 120]]);
    expect(told.at(-1)).toMatchObject({ last: true, progress: { framesDone: 3 } });
    expect(told.filter(({ last }) => last)).toHaveLength(1);
    expect(port.close).toHaveBeenCalledTimes(1);
  });

  it("say that they were the last also where nothing was found", () => {
    const { told, updates } = listen(0);
    updates.end();
    expect(told).toMatchObject([{ results: [], last: true, progress: { framesDone: 0 } }]);
  });
});
