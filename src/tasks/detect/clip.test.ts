import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inputOf, loadInNode } from "#models/node";
import type { Box, CpuTensor } from "#shared";
import type { DetectResult } from "#tasks";
import type { RunnerFrame } from "#tasks/runner";
import { runner } from "./run.ts";
import { detect } from "./task.ts";

const clips = "../shared/data/videos";
const frameBytes = 512 * 512 * 3;

/** Frames of a clip, letterboxed to 512 × 512 RGB by ffmpeg; none where clip or ffmpeg is missing. */
function framesOf(clip: string, fromSeconds: number, fps: number, count: number): Uint8Array[] {
  const path = `${clips}/${clip}`;
  if (!existsSync(path)) return [];
  const filter = `fps=${fps},scale=512:512:force_original_aspect_ratio=decrease,pad=512:512:-1:-1`;
  const given = ["-v", "error", "-ss", `${fromSeconds}`, "-i", path, "-vf", filter];
  const wanted = ["-frames:v", `${count}`, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"];
  const { stdout } = spawnSync("ffmpeg", [...given, ...wanted], { maxBuffer: 2 ** 30 });
  if (!stdout) return [];
  return Array.from({ length: stdout.length / frameBytes }, (_, index) =>
    stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  );
}

/** Runs the frames through one live and one still run; the network answers once for both. */
async function runAll(frames: readonly Uint8Array[], fps: number) {
  const model = await loadInNode("centernet-512", "wasm");
  let answer: readonly CpuTensor[] = [];
  const finder = { ...model, outputs: model.card.outputs, run: async () => answer };
  const runs = { live: runner.begin({ finder }, "live"), still: runner.begin({ finder }, "still") };
  const results: { live: DetectResult[]; still: DetectResult[] } = { live: [], still: [] };
  for (const [index, bytes] of frames.entries()) {
    const tensor = inputOf(model.card.input, bytes);
    answer = await model.run(tensor);
    const frame: RunnerFrame = {
      info: { width: 512, height: 512, timestampMs: (index * 1000) / fps },
      fit: () => ({ tensor, toSource: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 } }),
    };
    results.live.push(await runs.live.run(frame, detect.options));
    results.still.push(await runs.still.run(frame, detect.options));
  }
  return results;
}

/** Mean movement, from frame to frame, of the edges of the leftmost thing with this label. */
function jitter(results: readonly DetectResult[], label: string): number {
  const boxes = results.flatMap(({ detections }): readonly Box[] => {
    const [leftmost] = detections
      .filter((one) => one.label === label)
      .sort((a, b) => a.box[0] - b.box[0]);
    return leftmost ? [leftmost.box] : [];
  });
  const moves = boxes.slice(1).map((box, index) => {
    const before = boxes[index] ?? box;
    return Math.abs(box[0] - before[0]) + Math.abs(box[1] - before[1]);
  });
  return moves.reduce((sum, move) => sum + move, 0) / moves.length;
}

const bottles = framesOf("intel_bottle-detection.mp4", 3, 10, 10);
const dancer = framesOf("tfjs-models_pose_1.mp4", 0, 6, 15);

// The network takes a fifth of a second a frame here, and several times that on a busy machine.
describe("real clips (../shared/data and ffmpeg)", { timeout: 120_000 }, () => {
  it.skipIf(bottles.length === 0)(
    "three standing bottles keep still and keep numbers",
    async () => {
      const { live, still } = await runAll(bottles, 10);
      const numbers = live.map(({ detections }) => detections.map(({ trackId }) => trackId).sort());
      expect(numbers).toEqual(bottles.map(() => [1, 2, 3]));
      // One by one, the same frames lose a bottle now and then: its score is about the smallest shown.
      expect(still.some(({ detections }) => detections.length < 3)).toBe(true);
      expect(jitter(live, "bottle") * 3).toBeLessThan(jitter(still, "bottle"));
    },
  );

  it.skipIf(dancer.length === 0)("a dancer is one and the same person", async () => {
    const { live } = await runAll(dancer, 6);
    const people = live.map(({ detections }) => detections.filter((one) => one.label === "person"));
    expect(people.map((found) => found.map(({ trackId }) => trackId))).toEqual(
      dancer.map(() => [1]),
    );
  });
});
