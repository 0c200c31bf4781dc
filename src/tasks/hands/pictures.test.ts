import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadInNode } from "#models/node";
import type { Hand } from "#tasks";
import type { RunnerModel } from "#tasks/runner";
import { sampledFrame, valuesOf } from "../faces/sampled-frame.ts";
import { runner } from "./run.ts";
import { hands as task } from "./task.ts";

const folder = "../shared/data/images";
/** Networks on a busy machine. */
const slowMs = 60_000;

type Points = readonly (readonly [x: number, y: number])[];

interface Reference {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly handedness: Hand["handedness"];
  readonly gesture: Hand["gesture"];
  /** What @mediapipe/hands 0.4.1675469240 (its light network, still pictures) answered in Chromium. */
  readonly mediapipe: Points;
  /** What @vladmandic/human 3.3.6 answered in Chromium on wasm: the same weights, its crops not turned. */
  readonly human: Points;
}

/** Points written as "x,y x,y …". */
function pointsOf(text: string): Points {
  return text.split(" ").map((pair) => {
    const [x = Number.NaN, y = Number.NaN] = pair.split(",").map(Number);
    return [x, y];
  });
}

const references: readonly Reference[] = [
  {
    path: "tfjs-models/hands.jpg",
    width: 720,
    height: 382,
    handedness: "left",
    gesture: "open-palm",
    mediapipe: pointsOf(
      "140,342 211,334 259,291 289,242 322,207 217,212 241,137 253,90 258,53 174,201 184,118 188,64 188,22 134,204 132,128 130,77 127,39 99,216 86,159 76,121 67,90",
    ),
    human: pointsOf(
      "142,365 206,341 254,291 287,239 318,203 216,215 239,134 249,90 255,53 175,204 184,114 187,62 185,20 136,209 133,127 128,76 122,35 102,225 87,162 78,124 70,91",
    ),
  },
  {
    path: "tfjs-models/hands.jpg",
    width: 720,
    height: 382,
    handedness: "left",
    gesture: "open-palm",
    mediapipe: pointsOf(
      "579,43 508,49 462,91 432,140 398,175 504,170 479,246 467,294 461,333 547,179 537,265 533,321 530,367 586,176 588,254 591,308 593,347 619,165 634,223 645,262 653,291",
    ),
    human: pointsOf(
      "576,81 539,108 495,158 464,204 444,237 514,166 494,234 485,292 479,337 548,169 535,256 528,318 524,364 584,166 583,237 582,297 581,342 618,162 631,221 636,267 637,303",
    ),
  },
  {
    path: "tfjs-models/three_people.jpg",
    width: 1049,
    height: 861,
    handedness: "left",
    gesture: "open-palm",
    mediapipe: pointsOf(
      "580,93 563,70 554,42 552,21 552,5 582,25 586,2 588,-12 589,-22 597,30 604,5 608,-8 611,-20 609,38 619,17 625,3 630,-10 619,51 630,37 635,28 640,20",
    ),
    human: pointsOf(
      "580,88 562,68 553,42 553,22 553,7 580,31 583,15 585,5 586,-3 595,34 600,16 604,5 607,-3 608,40 615,23 621,11 626,2 619,49 628,37 634,28 639,20",
    ),
  },
  {
    path: "coco_val2017/000000001296.jpg",
    width: 427,
    height: 640,
    handedness: "left",
    gesture: null,
    mediapipe: pointsOf(
      "373,373 384,338 377,306 361,284 345,270 378,305 360,271 353,251 350,239 358,316 327,273 311,247 301,228 338,329 310,287 298,264 292,247 322,341 301,308 293,290 288,275",
    ),
    human: pointsOf(
      "375,382 380,342 378,297 372,263 367,239 362,303 344,272 337,258 332,250 349,315 320,275 305,249 294,229 337,329 309,292 295,267 287,249 328,343 305,313 293,295 285,281",
    ),
  },
];

/** In the size of the hand: the farthest that two of the reference's points are apart. */
function meanDistance({ landmarks }: Hand, points: Points): number {
  const size = Math.max(
    ...points.flatMap(([x, y]) =>
      points.map(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY)),
    ),
  );
  const distances = points.map(([x, y], index) => {
    const [foundX, foundY] = landmarks[index] ?? [Number.NaN, Number.NaN];
    return Math.hypot(x - foundX, y - foundY);
  });
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length / size;
}

const missing =
  !existsSync(`${folder}/tfjs-models/hands.jpg`) || spawnSync("ffmpeg", ["-version"]).status !== 0;

describe.skipIf(missing)("hands in real pictures (needs ../shared/data and ffmpeg)", () => {
  let finder: RunnerModel;
  let marker: RunnerModel;

  beforeAll(async () => {
    finder = await loaded("palm-lite");
    marker = await loaded("handlandmark-lite");
  }, slowMs);

  async function loaded(id: string): Promise<RunnerModel> {
    const { card, run } = await loadInNode(id, "wasm");
    return { card, outputs: card.outputs, run: (input) => run(valuesOf(input)) };
  }

  async function handsIn(path: string, width: number, height: number): Promise<readonly Hand[]> {
    const toBytes = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
    const { stdout } = spawnSync("ffmpeg", ["-v", "error", "-i", `${folder}/${path}`, ...toBytes], {
      maxBuffer: 2 ** 28,
    });
    expect(stdout).toHaveLength(width * height * 3);
    const frame = sampledFrame({ width, height, bytes: Uint8Array.from(stdout) }, 0);
    const options = { ...task.options, maxHands: 4 };
    return (await runner.begin({ finder, marker }, "still").run(frame, options)).hands;
  }

  it.each(references)(
    "lie where others find them: $path, wrist at $mediapipe.0",
    {
      timeout: slowMs,
    },
    async ({ path, width, height, handedness, gesture, mediapipe, human }) => {
      const hands = await handsIn(path, width, height);
      const [nearest] = hands
        .map((hand) => ({ hand, distance: meanDistance(hand, mediapipe) }))
        .sort((a, b) => a.distance - b.distance);
      if (!nearest) throw new Error("no hand was found");
      expect(nearest.hand).toMatchObject({ handedness, gesture });
      expect(nearest.distance).toBeLessThan(0.05);
      // Unturned crops cost that one some accuracy.
      expect(meanDistance(nearest.hand, human)).toBeLessThan(0.1);
    },
  );

  it("are two in hands.jpg, and none where only other things are", {
    timeout: slowMs,
  }, async () => {
    expect(await handsIn("tfjs-models/hands.jpg", 720, 382)).toHaveLength(2);
    // Dogs' paws, a bird and a parrot, in which the finder alone sees hands.
    expect(await handsIn("tfjs-models/coco-ssd_image2.jpg", 600, 399)).toEqual([]);
    expect(await handsIn("coral/bird.bmp", 512, 343)).toEqual([]);
    expect(await handsIn("coral/parrot.jpg", 512, 929)).toEqual([]);
  });
});
