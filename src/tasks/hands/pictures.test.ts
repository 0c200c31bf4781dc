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
  /**
   * What the HandLandmarker of @mediapipe/tasks-vision 1.1.0 answered in Chromium, given the two networks of
   * @mediapipe/hands: landmarks of the palm's crop, not looked at again. Absent where it is far from what
   * @mediapipe/hands says, too.
   */
  readonly tasks?: Points;
  /**
   * What @vladmandic/human 3.3.6 answered in Chromium on wasm, where it found the hand: the same weights for
   * the landmarks, its crops not turned.
   */
  readonly human?: Points;
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
    tasks: pointsOf(
      "128,349 200,341 253,294 286,242 323,208 213,213 236,135 247,89 254,54 171,209 179,123 186,71 187,34 134,214 137,142 138,94 137,64 101,226 100,176 96,144 90,121",
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
    tasks: pointsOf(
      "592,33 519,41 466,88 432,139 396,173 507,170 486,246 474,292 466,326 548,174 542,258 535,308 531,344 587,168 586,238 585,283 587,313 622,155 624,203 629,233 635,255",
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
    tasks: pointsOf(
      "580,96 562,73 553,44 552,22 553,5 582,24 588,-3 591,-20 594,-34 597,29 606,1 611,-15 616,-27 610,38 619,14 627,-1 633,-12 621,51 630,35 636,27 641,20",
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
  {
    path: "coco_val2017/000000001296.jpg",
    width: 427,
    height: 640,
    handedness: "right",
    gesture: "open-palm",
    mediapipe: pointsOf(
      "222,424 256,404 271,382 284,366 295,350 230,342 253,313 271,298 284,289 226,341 251,306 268,290 282,279 229,346 252,312 272,294 286,279 241,357 262,330 277,315 290,303",
    ),
    tasks: pointsOf(
      "210,424 253,408 269,381 282,362 295,343 234,338 259,309 279,294 295,282 229,339 257,302 277,282 293,267 231,346 256,308 275,290 290,274 239,360 259,331 274,315 287,300",
    ),
    human: pointsOf(
      "227,409 248,411 269,392 285,367 298,345 243,357 266,329 282,318 295,310 235,346 258,315 275,304 289,296 232,341 252,311 268,296 281,286 232,340 250,318 263,310 275,302",
    ),
  },
  {
    path: "coco_val2017/000000001000.jpg",
    width: 640,
    height: 480,
    handedness: "right",
    gesture: null,
    mediapipe: pointsOf(
      "430,383 438,387 442,394 444,401 446,407 437,396 440,406 443,409 445,410 432,397 435,408 439,412 441,413 428,398 431,409 434,411 436,411 425,399 427,407 430,408 432,407",
    ),
    tasks: pointsOf(
      "430,382 438,387 442,394 443,401 445,406 435,397 439,406 442,409 444,410 430,398 434,408 438,411 441,411 426,398 430,408 434,410 436,410 424,398 427,406 430,407 432,406",
    ),
  },
  {
    path: "coco_val2017/000000001000.jpg",
    width: 640,
    height: 480,
    handedness: "left",
    gesture: null,
    mediapipe: pointsOf(
      "597,364 590,356 582,353 575,354 570,354 577,355 567,354 561,355 557,355 576,361 564,361 558,362 555,363 577,366 566,367 560,367 558,367 579,371 571,372 567,372 565,372",
    ),
    tasks: pointsOf(
      "596,365 589,356 581,353 573,352 568,353 576,355 565,353 560,354 556,355 575,360 563,360 557,361 554,362 576,365 565,365 560,366 557,366 578,370 571,370 566,371 564,371",
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
    async ({ path, width, height, handedness, gesture, mediapipe, tasks, human }) => {
      const hands = await handsIn(path, width, height);
      const [nearest] = hands
        .map((hand) => ({ hand, distance: meanDistance(hand, mediapipe) }))
        .sort((a, b) => a.distance - b.distance);
      if (!nearest) throw new Error("no hand was found");
      expect(nearest.hand).toMatchObject({ handedness, gesture });
      expect(nearest.distance).toBeLessThan(0.045);
      if (tasks) expect(meanDistance(nearest.hand, tasks)).toBeLessThan(0.07);
      // Unturned crops cost that one some accuracy.
      if (human) expect(meanDistance(nearest.hand, human)).toBeLessThan(0.11);
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
    // It looks into the camera: a palm, says the finder, at 0.9.
    expect(await handsIn("coral/cat_720p.jpg", 1280, 720)).toEqual([]);
  });
});
