import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { loadInNode } from "#models/node";
import type { HandsOptions } from "#tasks";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { sampledFrame, valuesOf } from "../faces/sampled-frame.ts";
import { runner } from "./run.ts";
import { hands as task } from "./task.ts";

/** A run of a network takes some hundredths of a second, and on a busy machine many times that. */
const slowMs = 60_000;
/** The sample's two hands, drawn on a square: a right one that makes a V and an open left one. */
const size = 192;
const bytes = gunzipSync(readFileSync("models/golden/palm-lite.input.gz"));
const picture = { width: size, height: size, bytes };
const empty = { width: size, height: size, bytes: new Uint8Array(bytes.length).fill(90) };
const { options } = task;

interface CountedModel extends RunnerModel {
  runs: number;
}

let finder: CountedModel;
let marker: CountedModel;

async function counted(card: string): Promise<CountedModel> {
  const { card: loaded, run } = await loadInNode(card, "wasm");
  const model: CountedModel = {
    card: loaded,
    outputs: loaded.outputs,
    runs: 0,
    run(input) {
      model.runs += 1;
      return run(valuesOf(input));
    },
  };
  return model;
}

beforeAll(async () => {
  finder = await counted("palm-lite");
  marker = await counted("handlandmark-lite");
}, slowMs);

/** The picture moved to the right by some pixels, or an empty one. */
function frameAt(timestampMs: number, shift: number | "empty" = 0): RunnerFrame {
  if (shift === "empty") return sampledFrame(empty, timestampMs);
  return sampledFrame(picture, timestampMs, shift);
}

function begin(mode: "live" | "still") {
  finder.runs = 0;
  marker.runs = 0;
  return runner.begin({ finder, marker }, mode);
}

describe("a still", () => {
  it("shows both drawn hands, each of its side and with its gesture", {
    timeout: slowMs,
  }, async () => {
    const { hands, frame, shutter } = await begin("still").run(frameAt(0), {
      ...options,
      shutter: "victory",
    });
    expect(frame).toEqual({ width: size, height: size, timestampMs: 0 });
    // Nothing counts down in a picture.
    expect(shutter).toBe(undefined);
    const [left, right] = [...hands].sort((a, b) => a.handedness.localeCompare(b.handedness));
    expect(hands).toHaveLength(2);
    expect(left).toMatchObject({ handedness: "left", gesture: "open-palm" });
    expect(right).toMatchObject({ handedness: "right", gesture: "victory" });
    for (const { score, landmarks, trackId } of hands) {
      expect(score).toBeGreaterThan(0.8);
      expect(trackId).toBe(undefined);
      expect(landmarks).toHaveLength(21);
      // Upright: the tip of the middle finger is over its knuckle, that over the wrist.
      const [wrist, knuckle, tip] = [0, 9, 12].map((joint) => landmarks[joint]?.[1] ?? 0);
      expect(tip).toBeLessThan(knuckle ?? 0);
      expect(knuckle).toBeLessThan(wrist ?? 0);
    }
    // The friend's right hand is on the left of the picture.
    expect(right?.landmarks[0]?.[0]).toBeLessThan(size / 2);
    expect(left?.landmarks[0]?.[0]).toBeGreaterThan(size / 2);
  });

  it("has no more hands than wanted, and none where nothing is", { timeout: slowMs }, async () => {
    const { hands } = await begin("still").run(frameAt(0), { ...options, maxHands: 1 });
    expect(hands).toHaveLength(1);
    expect((await begin("still").run(frameAt(0, "empty"), options)).hands).toEqual([]);
  });

  it("finds a hand that hangs down", { timeout: slowMs }, async () => {
    const turned = bytes.map((_, index) => {
      const pixel = size * size - 1 - Math.floor(index / 3);
      return bytes[pixel * 3 + (index % 3)] ?? 0;
    });
    const frame = sampledFrame({ width: size, height: size, bytes: turned }, 0);
    const { hands } = await begin("still").run(frame, options);
    expect(hands.length).toBeGreaterThan(0);
    for (const { landmarks } of hands) {
      expect(landmarks[12]?.[1]).toBeGreaterThan(landmarks[0]?.[1] ?? 0);
    }
  });
});

describe("live", () => {
  it("never runs the finder while as many hands are followed as wanted", {
    timeout: slowMs,
  }, async () => {
    const run = begin("live");
    const ids = new Set<number | undefined>();
    for (let step = 0; step < 20; step += 1) {
      const { hands } = await run.run(frameAt(step * 100, step / 2), options);
      for (const { trackId } of hands) ids.add(trackId);
      expect(hands).toHaveLength(2);
    }
    expect(finder.runs).toBe(1);
    expect([...ids].sort()).toEqual([1, 2]);
  });

  it("runs the finder on a slow clock while a hand is missing, and a faster one while all are", {
    timeout: slowMs,
  }, async () => {
    const one = begin("live");
    const wanted = { ...options, maxHands: 3 };
    for (let step = 0; step < 20; step += 1) {
      // What the finder sees again is followed already, and no third hand.
      expect((await one.run(frameAt(step * 50), wanted)).hands).toHaveLength(2);
    }
    expect(finder.runs).toBe(3);
    // Each hand twice when it was new, then once in each frame.
    expect(marker.runs).toBe(4 + 19 * 2);
    const nobody = begin("live");
    for (let step = 0; step < 20; step += 1) await nobody.run(frameAt(step * 50, "empty"), wanted);
    expect(finder.runs).toBe(10);
    expect(marker.runs).toBe(0);
  });

  it("looks at once when a hand is lost", { timeout: slowMs }, async () => {
    const run = begin("live");
    await run.run(frameAt(0), options);
    await run.run(frameAt(50), options);
    expect(finder.runs).toBe(1);
    expect((await run.run(frameAt(100, "empty"), options)).hands).toEqual([]);
    expect(finder.runs).toBe(2);
    expect((await run.run(frameAt(150), options)).hands).toHaveLength(2);
  });

  it("follows hands that move", { timeout: slowMs }, async () => {
    const run = begin("live");
    const { hands: before } = await run.run(frameAt(0), options);
    let after = before;
    for (let step = 1; step <= 8; step += 1) {
      ({ hands: after } = await run.run(frameAt(step * 33, step * 3), options));
    }
    for (const { trackId, landmarks } of before) {
      const moved = after.find((hand) => hand.trackId === trackId)?.landmarks[9];
      const from = landmarks[9]?.[0] ?? 0;
      // 24 px in a quarter of a second, and never more than a tenth of the hand behind.
      expect((moved?.[0] ?? 0) - from).toBeGreaterThan(14);
      expect((moved?.[0] ?? 0) - from).toBeLessThan(28);
    }
  });

  it("tells a gesture once it was held, and not before", { timeout: slowMs }, async () => {
    const run = begin("live");
    const told = async (ms: number) =>
      (await run.run(frameAt(ms), options)).hands.map(({ gesture }) => gesture).sort();
    expect(await told(0)).toEqual([null, null]);
    expect(await told(200)).toEqual([null, null]);
    expect(await told(320)).toEqual(["open-palm", "victory"]);
  });

  it("counts down at the chosen gesture and takes one picture", { timeout: slowMs }, async () => {
    const run = begin("live");
    const chosen: HandsOptions = { ...options, shutter: "victory" };
    const shots: (number | undefined)[] = [];
    const progress: (number | undefined)[] = [];
    for (const ms of [0, 400, 1900, 3400, 4000]) {
      const { shutter } = await run.run(frameAt(ms), chosen);
      shots.push(shutter?.shots);
      progress.push(shutter?.progress);
    }
    expect(shots).toEqual([0, 0, 0, 1, 1]);
    expect(progress).toEqual([0, 0, 0.5, 0, 0]);
    expect((await run.run(frameAt(4100), options)).shutter).toBe(undefined);
  });

  it("counts nothing down at another gesture", { timeout: slowMs }, async () => {
    const run = begin("live");
    for (const ms of [0, 400, 1900]) {
      const { shutter } = await run.run(frameAt(ms), { ...options, shutter: "fist" });
      expect(shutter).toEqual({ progress: 0, secondsLeft: 0, shots: 0 });
    }
  });
});
