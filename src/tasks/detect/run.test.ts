import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { inputOf, loadInNode, type NodeModel } from "#models/node";
import { type Affine, type Box, overlap } from "#shared";
import type { DetectResult } from "#tasks";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { detect } from "./task.ts";

/** A run of the network takes a fifth of a second, and on a busy machine many times that. */
const slowMs = 60_000;

const golden = gunzipSync(readFileSync("models/golden/centernet-512.input.gz"));
const whole: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
let finder: RunnerModel;
let inNode: NodeModel;

beforeAll(async () => {
  inNode = await loadInNode("centernet-512", "wasm");
  finder = { ...inNode, outputs: inNode.card.outputs };
}, slowMs);

/** A frame whose model input is already at hand. */
function frameOf(bytes: Uint8Array, { size = 512, toSource = whole, timestampMs = 0 } = {}) {
  const frame: RunnerFrame = {
    info: { width: size, height: size, timestampMs },
    fit: (input) => ({ tensor: inputOf(input, bytes), toSource }),
  };
  return frame;
}

/** The golden picture moved to the right, its left edge repeated. */
function moved(pixels: number): Uint8Array {
  return golden.map((_, index) => {
    const column = Math.floor(index / 3) % 512;
    return golden[index - 3 * Math.min(column, pixels)] ?? 0;
  });
}

/** What TF.js's plain JavaScript backend finds in the golden picture, scores from 0.4 on. */
const reference: readonly (readonly [string, number, Box])[] = [
  ["stop sign", 0.852, [369.3, 164.2, 99.5, 99.9]],
  ["clock", 0.756, [46.5, 97.6, 87.5, 87.5]],
  ["person", 0.714, [326.8, 282.9, 78.1, 206]],
  ["bicycle", 0.655, [150.8, 348.9, 158.7, 95.8]],
  ["traffic light", 0.652, [160.9, 175, 36.8, 63.9]],
  ["car", 0.574, [65.7, 268.4, 205.3, 82.4]],
];

function expectReference({ detections }: DetectResult, scale = 1, moveX = 0): void {
  expect(detections.map(({ label }) => label)).toEqual(reference.map(([label]) => label));
  for (const [index, [label, score, box]] of reference.entries()) {
    const found = detections[index];
    expect(found?.score).toBeCloseTo(score, 2);
    expect(found?.classId).toBe(inNode.card.labels.indexOf(label));
    for (const side of [0, 1, 2, 3] as const) {
      const wanted = box[side] * scale + (side === 0 ? moveX : 0);
      expect(Math.abs((found?.box[side] ?? Number.NaN) - wanted)).toBeLessThan(0.2 * scale);
    }
  }
}

describe("a still picture", { timeout: slowMs }, () => {
  it("holds what the reference finds, best first, with the frame that it was found in", async () => {
    const frame = frameOf(golden, { timestampMs: 40 });
    const result = await runner.begin({ finder }, "still").run(frame, detect.options);
    expect(result.task).toBe("detect");
    expect(result.frame).toEqual({ width: 512, height: 512, timestampMs: 40 });
    expectReference(result);
    expect(result.detections.every((one) => !("trackId" in one))).toBe(true);
  });

  it("comes back in source pixels", async () => {
    const toSource: Affine = { a: 2, b: 0, c: 0, d: 2, e: -40, f: 0 };
    const frame = frameOf(golden, { size: 1024, toSource });
    expectReference(await runner.begin({ finder }, "still").run(frame, detect.options), 2, -40);
  });

  it("keeps boxes within the frame, and leaves out what lies outside", async () => {
    const toSource: Affine = { a: 1, b: 0, c: 0, d: 1, e: -100, f: -200 };
    const frame = frameOf(golden, { size: 300, toSource });
    const { detections } = await runner.begin({ finder }, "still").run(frame, detect.options);
    expect(detections.map(({ label }) => label)).not.toContain("clock");
    for (const { box } of detections) {
      expect(box[2] * box[3]).toBeGreaterThan(0);
      expect(Math.min(box[0], box[1])).toBeGreaterThanOrEqual(0);
      expect(Math.max(box[0] + box[2], box[1] + box[3])).toBeLessThanOrEqual(300);
    }
  });

  it.each([
    ["a higher score", { minScore: 0.7, classes: [] }, ["stop sign", "clock", "person"]],
    ["chosen classes", { minScore: 0.4, classes: ["car", "clock"] }, ["clock", "car"]],
    ["a class that no model knows", { minScore: 0.4, classes: ["unicorn"] }, []],
  ])("shows less for %s", async (_, options, labels) => {
    const { detections } = await runner.begin({ finder }, "still").run(frameOf(golden), options);
    expect(detections.map(({ label }) => label)).toEqual(labels);
  });
});

describe("live frames", { timeout: slowMs }, () => {
  it("keep their numbers while the picture moves, and each frame's numbers are its own", async () => {
    const run = runner.begin({ finder }, "live");
    const numbers = new Map<string, Set<number | undefined>>();
    for (const [index, pixels] of [0, 2, 4, 8].entries()) {
      const frame = frameOf(moved(pixels), { timestampMs: index * 200 });
      const { detections } = await run.run(frame, detect.options);
      const inFrame = detections.map(({ trackId }) => trackId);
      expect(new Set(inFrame).size).toBe(inFrame.length);
      for (const { label, trackId } of detections) {
        numbers.set(label, (numbers.get(label) ?? new Set()).add(trackId));
      }
    }
    for (const [label] of reference) expect(numbers.get(label)?.size).toBe(1);
  });

  it("start new tracks when the frame turns", async () => {
    const run = runner.begin({ finder }, "live");
    await run.run(frameOf(golden), { minScore: 0.8, classes: [] });
    const turned = frameOf(golden, { size: 600, timestampMs: 100 });
    const { detections } = await run.run(turned, { minScore: 0.8, classes: [] });
    expect(detections).toHaveLength(1);
    expect(overlap(detections[0]?.box ?? [0, 0, 0, 0], [369.3, 164.2, 99.5, 99.9])).toBeGreaterThan(
      0.98,
    );
  });
});

it("needs the model that the task names", () => {
  expect(() => runner.begin({}, "still")).toThrow(/finder/);
});
