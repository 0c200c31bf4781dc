import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { inputOf, loadInNode, type NodeModel } from "#models/node";
import {
  type Affine,
  affineOf,
  type CpuTensor,
  compareWithGolden,
  invert,
  parseGoldenExpectation,
  placeRegion,
  type Region,
} from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { decodeKeypoints } from "./decode-keypoints.ts";
import { runner } from "./run.ts";
import {
  type AngleJoint,
  type KeypointName,
  keypointNames,
  type PoseOptions,
  pose,
} from "./task.ts";

/** A busy machine may take long to load the network. */
const slowMs = 60_000;
const golden = gunzipSync(readFileSync("models/golden/movenet-lightning.input.gz"));
const expected = parseGoldenExpectation(
  JSON.parse(readFileSync("models/golden/movenet-lightning.expected.json", "utf8")),
);
const side = 192;
/** The golden figure as a camera of 640 × 640 would see it. */
const scale = 640 / side;

let inNode: NodeModel;
let body: RunnerModel;
let runs = 0;
let regions: (Region | undefined)[] = [];

beforeAll(async () => {
  inNode = await loadInNode("movenet-lightning", "wasm");
  body = {
    card: inNode.card,
    outputs: inNode.card.outputs,
    run(input: CpuTensor) {
      runs += 1;
      return inNode.run(input);
    },
  };
}, slowMs);

/** The nearest golden pixel at each point of the model's input; black outside. */
function resampled(toGolden: Affine, pixels: Uint8Array): Uint8Array {
  const out = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const u = Math.floor(toGolden.a * (x + 0.5) + toGolden.e);
      const v = Math.floor(toGolden.d * (y + 0.5) + toGolden.f);
      if (u < 0 || v < 0 || u >= side || v >= side) continue;
      for (let c = 0; c < 3; c += 1) {
        out[(y * side + x) * 3 + c] = pixels[(v * side + u) * 3 + c] ?? 0;
      }
    }
  }
  return out;
}

function frameOf(pixels: Uint8Array, timestampMs = 0): RunnerFrame {
  const info = { width: 640, height: 640, timestampMs };
  return {
    info,
    fit(input, region) {
      regions.push(region);
      const toSource = region
        ? invert(placeRegion(region, input))
        : affineOf({ scaleX: scale, scaleY: scale, offsetX: 0, offsetY: 0 });
      const { a, d, e, f } = toSource;
      const toGolden = { a: a / scale, b: 0, c: 0, d: d / scale, e: e / scale, f: f / scale };
      return { tensor: inputOf(input, region ? resampled(toGolden, pixels) : pixels), toSource };
    },
  };
}

function begin(mode: "live" | "still") {
  runs = 0;
  regions = [];
  return runner.begin({ body }, mode);
}

const black = new Uint8Array(side * side * 3);
const options: PoseOptions = pose.options;
/** Where TF.js's plain JavaScript backend sees a keypoint of the golden figure, in source pixels. */
const reference = (index: number): readonly [x: number, y: number] => {
  const values = expected.outputs[0]?.values ?? [];
  return [(values[index * 3 + 1] ?? 0) * 640, (values[index * 3] ?? 0) * 640];
};

describe("the golden rule of the pose network", () => {
  // Six runs of the network, on a busy machine a second each.
  it("passes TF.js wasm and fails what is shifted or swapped", { timeout: 60_000 }, async () => {
    const verdict = async (bytes: Uint8Array) =>
      compareWithGolden(
        await inNode.run(inputOf(inNode.card.input, bytes)),
        expected,
        inNode.card.golden.tolerance,
      );
    const { ok, worst } = await verdict(golden);
    expect(ok).toBe(true);
    expect(worst).toBeLessThan(inNode.card.golden.tolerance / 2);
    const changed = [
      golden.map((_, index) => golden[index - 3] ?? 0),
      golden.map((_, index) => golden[index - 3 * side] ?? 0),
      golden.map((_, index) => golden[index - (index % 3) + 2 - (index % 3)] ?? 0),
      black,
    ];
    for (const bytes of changed) expect((await verdict(bytes)).ok).toBe(false);
  });
});

describe("decoding", () => {
  it("turns parts of the input into source pixels by name, scores clamped", () => {
    const data = new Float32Array(51);
    data.set([0.25, 0.5, 1.2], 15);
    const tensor = {
      place: "cpu",
      name: "out",
      shape: [1, 1, 17, 3],
      dtype: "float32",
      data,
    } as const;
    const toSource = { a: 2, b: 0, c: 0, d: 2, e: 10, f: 20 };
    const keypoints = decodeKeypoints(tensor, { width: 192, height: 192 }, toSource);
    expect(keypoints.map(({ name }) => name)).toEqual(keypointNames);
    expect(keypoints[5]).toEqual({ name: "left_shoulder", x: 202, y: 116, score: 1 });
  });

  it("refuses an output of another size", () => {
    const data = new Float32Array(50);
    const tensor = { place: "cpu", name: "out", shape: [50], dtype: "float32", data } as const;
    const identity = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
    expect(() => decodeKeypoints(tensor, { width: 1, height: 1 }, identity)).toThrow("internal");
  });
});

describe("a live run", () => {
  it("finds every joint where another implementation does", async () => {
    const { people, task, frame } = await begin("live").run(frameOf(golden), options);
    expect({ task, frame, count: people.length }).toEqual({
      task: "pose",
      frame: { width: 640, height: 640, timestampMs: 0 },
      count: 1,
    });
    for (const [index, keypoint] of (people[0]?.keypoints ?? []).entries()) {
      const [x, y] = reference(index);
      expect(Math.hypot(keypoint.x - x, keypoint.y - y)).toBeLessThan(0.5);
      expect(keypoint.score).toBeGreaterThan(0.5);
    }
    const [left = 0, top = 0, width = 0, height = 0] = people[0]?.box ?? [];
    expect(left).toBeGreaterThan(100);
    expect(top).toBeLessThan(130);
    expect(left + width).toBeLessThan(540);
    expect(top + height).toBeGreaterThan(540);
  });

  it("looks at the whole first, then around the person, and agrees", async () => {
    const run = begin("live");
    const first = await run.run(frameOf(golden, 0), options);
    const second = await run.run(frameOf(golden, 33), options);
    expect(regions[0]).toBe(undefined);
    expect(regions[1]?.width).toBeGreaterThan(400);
    expect(regions[1]?.width).toBeLessThan(640);
    for (const [index, { x, y }] of (second.people[0]?.keypoints ?? []).entries()) {
      const before = first.people[0]?.keypoints[index];
      expect(Math.hypot(x - (before?.x ?? 0), y - (before?.y ?? 0))).toBeLessThan(12);
    }
  });

  it("finds nobody in an empty picture and looks at the whole of the next", async () => {
    const run = begin("live");
    await run.run(frameOf(golden, 0), options);
    const { people, repetitions, angles } = await run.run(frameOf(black, 33), options);
    expect({ people, repetitions, angles }).toEqual({ people: [] });
    const again = await run.run(frameOf(golden, 66), options);
    expect(regions[2]).toBe(undefined);
    expect(again.people).toHaveLength(1);
  });

  it("answers changed options for the same frame without the model", async () => {
    const run = begin("live");
    const frame = frameOf(golden);
    expect((await run.run(frame, options)).angles).toBe(undefined);
    const shown = await run.run(frame, { ...options, showAngles: true, counted: "left_knee" });
    expect(runs).toBe(1);
    expect(shown.angles).toHaveLength(8);
    expect(shown.repetitions).toEqual({ joint: "left_knee", count: 0, phase: "unknown" });
    expect((await run.run(frame, { ...options, minScore: 0.95 })).people).toEqual([]);
    expect((await run.run(frame, options)).people).toHaveLength(1);
  });
});

describe("a still run", () => {
  it("looks twice, closer the second time, and neither smooths nor counts", async () => {
    const result = await begin("still").run(frameOf(golden), { ...options, counted: "left_knee" });
    expect(regions.map((region) => region === undefined)).toEqual([true, false]);
    expect(result.people).toHaveLength(1);
    expect(result.repetitions).toBe(undefined);
    expect(result.smoothingLagMs).toBe(undefined);
  });

  it("counts on from what a lost run told last of the same joint, and of no other", async () => {
    const told = { joint: "left_knee", count: 7, rest: "straight", phase: "bent" } as const;
    const counted = (joint: AngleJoint) => ({ ...options, counted: joint });
    const before = await begin("live").run(frameOf(black), counted("left_knee"));
    const run = runner.begin({ body }, "live", { ...before, repetitions: told });
    const goOn = async (joint: AngleJoint, ms: number) =>
      (await run.run(frameOf(black, ms), counted(joint))).repetitions;
    expect(await goOn("left_knee", 0)).toEqual({ ...told, phase: "unknown" });
    expect(await goOn("right_knee", 33)).toMatchObject({ count: 0 });
    expect(await goOn("left_knee", 66)).toMatchObject({ count: 0 });
  });

  it("tells the angles of the bent figure", async () => {
    const { angles } = await begin("still").run(frameOf(golden), { ...options, showAngles: true });
    const degrees = (joint: KeypointName) => angles?.find((one) => one.joint === joint)?.degrees;
    expect(degrees("left_knee")).toBeGreaterThan(90);
    expect(degrees("left_knee")).toBeLessThan(140);
    expect(degrees("right_shoulder")).toBeGreaterThan(35);
    expect(degrees("right_shoulder")).toBeLessThan(90);
  });

  it("needs its model", () => {
    expect(() => runner.begin({}, "still")).toThrow("internal");
  });
});
