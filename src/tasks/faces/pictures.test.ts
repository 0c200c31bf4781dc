import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadInNode } from "#models/node";
import { type Box, overlap } from "#shared";
import type { FacesResult } from "#tasks";
import type { RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { sampledFrame, valuesOf } from "./sampled-frame.ts";
import { faces as task } from "./task.ts";

const folder = "../shared/data/images";

interface Reference {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly faces: readonly {
    readonly box: Box;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

/** Points of the mesh that stand for all of it: outline, eyes, mouth, nose. */
const indices = [1, 10, 33, 61, 133, 152, 168, 199, 234, 263, 291, 362, 454] as const;

/**
 * What @vladmandic/human 3.3.6 answered with the same weights in Chromium (wasm, whole pixels; box: its
 * enlarged square about the mesh).
 */
const references: readonly Reference[] = [
  {
    path: "tfjs-models/portrait.jpg",
    width: 820,
    height: 1024,
    faces: [
      {
        box: [229, 50, 347, 347],
        points: [
          [407, 230],
          [404, 103],
          [343, 179],
          [354, 263],
          [382, 179],
          [407, 344],
          [406, 171],
          [407, 326],
          [305, 211],
          [466, 176],
          [457, 261],
          [429, 177],
          [500, 207],
        ],
      },
    ],
  },
  {
    path: "tfjs-models/three_people.jpg",
    width: 1049,
    height: 861,
    faces: [
      {
        box: [782, 57, 194, 194],
        points: [
          [874, 149],
          [867, 85],
          [836, 137],
          [855, 185],
          [859, 132],
          [884, 225],
          [871, 121],
          [882, 212],
          [820, 164],
          [913, 125],
          [904, 178],
          [888, 127],
          [940, 148],
        ],
      },
      {
        box: [84, 39, 204, 204],
        points: [
          [191, 155],
          [186, 70],
          [150, 118],
          [170, 175],
          [173, 119],
          [193, 212],
          [188, 115],
          [193, 202],
          [126, 132],
          [224, 118],
          [213, 173],
          [202, 120],
          [246, 131],
        ],
      },
      {
        box: [264, 335, 263, 263],
        points: [
          [380, 477],
          [391, 377],
          [342, 430],
          [355, 495],
          [369, 432],
          [382, 556],
          [386, 429],
          [382, 542],
          [324, 448],
          [438, 435],
          [420, 498],
          [408, 434],
          [470, 454],
        ],
      },
    ],
  },
  {
    path: "coral/face.jpg",
    width: 512,
    height: 355,
    faces: [
      {
        box: [209, 24, 184, 185],
        points: [
          [302, 127],
          [296, 63],
          [270, 100],
          [287, 141],
          [289, 100],
          [308, 171],
          [299, 97],
          [307, 164],
          [256, 110],
          [330, 95],
          [323, 138],
          [312, 98],
          [348, 102],
        ],
      },
      {
        box: [79, 54, 185, 184],
        points: [
          [189, 151],
          [175, 89],
          [145, 129],
          [169, 174],
          [166, 128],
          [191, 203],
          [181, 123],
          [191, 195],
          [122, 145],
          [209, 123],
          [203, 170],
          [191, 125],
          [219, 134],
        ],
      },
      {
        box: [0, 94, 67, 82],
        points: [
          [18, 141],
          [16, 110],
          [8, 127],
          [16, 148],
          [15, 128],
          [25, 161],
          [18, 127],
          [23, 158],
          [8, 130],
          [34, 126],
          [30, 147],
          [25, 127],
          [48, 127],
        ],
      },
      {
        box: [412, 100, 99, 105],
        points: [
          [467, 157],
          [464, 122],
          [448, 144],
          [458, 168],
          [459, 145],
          [469, 183],
          [465, 142],
          [469, 180],
          [439, 149],
          [482, 142],
          [476, 166],
          [472, 143],
          [490, 145],
        ],
      },
    ],
  },
  {
    path: "coral/grace_hopper.bmp",
    width: 512,
    height: 600,
    faces: [
      {
        box: [120, 90, 282, 282],
        points: [
          [268, 246],
          [258, 131],
          [199, 194],
          [231, 277],
          [238, 193],
          [273, 332],
          [263, 185],
          [272, 318],
          [170, 217],
          [325, 187],
          [305, 274],
          [287, 190],
          [353, 208],
        ],
      },
    ],
  },
];

/** The picture's RGB bytes by ffmpeg; none where picture or ffmpeg is missing. */
function bytesOf(path: string): Uint8Array | undefined {
  const file = `${folder}/${path}`;
  if (!existsSync(file)) return undefined;
  const given = ["-v", "error", "-i", file, "-frames:v", "1", "-pix_fmt", "rgb24"];
  const { stdout } = spawnSync("ffmpeg", [...given, "-f", "rawvideo", "-"], { maxBuffer: 2 ** 28 });
  return stdout?.length ? stdout : undefined;
}

async function model(card: string): Promise<RunnerModel> {
  const { card: loaded, run } = await loadInNode(card, "wasm");
  return { card: loaded, outputs: loaded.outputs, run: (input) => run(valuesOf(input)) };
}

async function run({ path, width, height }: Reference): Promise<FacesResult> {
  const models = { finder: await model("blazeface"), mesher: await model("facemesh") };
  const frame = sampledFrame({ bytes: bytesOf(path) ?? new Uint8Array(), width, height }, 0);
  return runner.begin(models, "still").run(frame, task.options);
}

/** The finder looks up to thirty times at a still, several times as long on a busy machine. */
describe("on real pictures (../shared/data and ffmpeg)", { timeout: 120_000 }, () => {
  const there = references.every(({ path }) => bytesOf(path));

  it.skipIf(!there).each(references)(
    "agrees with another implementation on $path",
    async (reference) => {
      const { faces } = await run(reference);
      expect(faces).toHaveLength(reference.faces.length);
      for (const { box, points } of reference.faces) {
        const [best] = [...faces].sort((a, b) => overlap(b.box, box) - overlap(a.box, box));
        // Human stretches frames to a square, so its boxes grow with the frame's aspect ratio; given a
        // square, as the browser story of the peers does, it agrees to 0.8 there, too.
        const stretch = Math.max(1, reference.width / reference.height);
        expect(best && overlap(best.box, box)).toBeGreaterThan(stretch > 1.3 ? 0.55 : 0.8);
        const [left, right] = [points[8], points[12]];
        const faceWidth = left && right ? Math.hypot(right[0] - left[0], right[1] - left[1]) : 0;
        const distances = points.map(([x, y], index) => {
          // Its points are cut to whole pixels.
          const [ownX, ownY] = best?.mesh?.[indices[index] ?? 0] ?? [Number.NaN, Number.NaN];
          return Math.hypot(ownX - x - 0.5, ownY - y - 0.5);
        });
        const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
        // A pixel is 2 % of the smallest face here, and that is how exact the reference is.
        expect(mean).toBeLessThan(0.02 * faceWidth + 0.75);
      }
    },
  );
});
