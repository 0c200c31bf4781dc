import { readFileSync } from "node:fs";
import type { InputSpec } from "#shared";
import { expect } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { hasSharedData, shared } from "./support/shared-data.ts";
import { softwareGpu, test } from "./support/trial-page.ts";
import type { FrameKind } from "./worker/frames.ts";

test.use({ browserFlags: softwareGpu });

/** In bytes, so that differences are parts of 255. */
function inputOf(fit: InputSpec["fit"], side: number): InputSpec {
  return {
    name: "x",
    width: side,
    height: side,
    layout: "NHWC",
    dtype: "float32",
    channels: "RGB",
    mean: [0, 0, 0],
    std: [1, 1, 1],
    fit,
    padByte: 114,
  };
}

/** Pictures with even sides, as cameras give them: where an odd side is halved, a canvas moves pixels. */
async function pictures(): Promise<Record<string, Buffer>> {
  if (!hasSharedData) {
    return {
      "/wide": await samplePicture(1280, 720, 8500),
      "/tall": await samplePicture(720, 1280, 8500),
    };
  }
  return {
    "/cat": readFileSync(shared("images/coral/cat_720p.jpg")),
    "/second": readFileSync(shared("images/coco_val2017/000000001000.jpg")),
  };
}

interface Limits {
  readonly max: number;
  readonly mean: number;
  /** Part of the values that may be more than 3 apart. */
  readonly shareAbove3: number;
}

/**
 * Pictures are scaled by one canvas on both paths. Frames are scaled by a shader on the GPU, which reads
 * exactly where it should; a canvas reads from places rounded to sixteenths of a pixel, which shows at hard
 * edges wherever the size wanted is not a simple part of the frame's. Camera frames have their colour at
 * half the resolution: the GPU interpolates it, a canvas repeats it. A picture moved by one pixel, or
 * halved once too often, has a mean of 7 and more.
 */
const limits: Readonly<Record<FrameKind, Record<"simple" | "other", Limits>>> = {
  bitmap: {
    simple: { max: 0.01, mean: 0.01, shareAbove3: 0 },
    other: { max: 0.01, mean: 0.01, shareAbove3: 0 },
  },
  "rgb frame": {
    simple: { max: 3, mean: 0.6, shareAbove3: 0 },
    other: { max: 20, mean: 1.5, shareAbove3: 0.1 },
  },
  "camera frame": {
    simple: { max: 64, mean: 3, shareAbove3: 0.3 },
    other: { max: 64, mean: 3.5, shareAbove3: 0.35 },
  },
};

/** Simple parts of 1280 x 720 and 640 x 480 pixels, and others. */
const wanted = [
  { fit: "letterbox", side: 512, part: "simple" },
  { fit: "letterbox", side: 320, part: "simple" },
  { fit: "letterbox", side: 192, part: "other" },
  { fit: "stretch", side: 256, part: "other" },
] as const;

for (const kind of ["bitmap", "rgb frame", "camera frame"] as const) {
  test(`a ${kind} gives the same input on the GPU and on the CPU`, async ({ openTrial }) => {
    const files = await pictures();
    const trial = await openTrial({ files });
    for (const picture of Object.keys(files)) {
      for (const { fit, side, part } of wanted) {
        const limit = limits[kind][part];
        const input = inputOf(fit, side);
        const { max, mean, shareAbove3 } = await trial.ask("comparePaths", {
          picture,
          kind,
          input,
        });
        const what = `${picture}, ${fit} to ${side}`;
        test.info().annotations.push({ type: what, description: `${max} ${mean} ${shareAbove3}` });
        expect.soft(max, `${what}: largest difference of a byte`).toBeLessThanOrEqual(limit.max);
        expect.soft(mean, `${what}: mean difference`).toBeLessThanOrEqual(limit.mean);
        expect.soft(shareAbove3, `${what}: part above 3`).toBeLessThanOrEqual(limit.shareAbove3);
      }
    }
  });
}
