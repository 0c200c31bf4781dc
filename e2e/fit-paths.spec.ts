import { readFileSync } from "node:fs";
import type { InputSpec } from "#shared";
import { expect } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { hasSharedData, shared } from "./support/shared-data.ts";
import { softwareGpu, test } from "./support/trial-page.ts";

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

/**
 * Largest differences in bytes, and the mean. Pictures are scaled by one canvas on both paths. Frames are
 * scaled by a shader, and on the CPU by its mathematics, which keeps halved sizes in whole bytes.
 * Camera frames have their colour at half the resolution. A software GPU enlarges it, and makes whole bytes
 * of it, before the shader reads: hard edges between colours become softer, and strong colours cut off
 * there are darker. A picture moved by one pixel, or halved once too often, is 50 and more apart.
 */
const limits = { plain: 3, mean: 2, lumaOfColours: 12 };

/** Simple parts of 1280 x 720 and 640 x 480 pixels, and others. */
const wanted = [
  { fit: "letterbox", side: 512 },
  { fit: "letterbox", side: 320 },
  { fit: "letterbox", side: 192 },
  { fit: "stretch", side: 256 },
] as const;

for (const kind of [
  "bitmap",
  "rgb frame",
  "camera frame",
  "NV12 camera frame",
  "turned grey frame",
] as const) {
  test(`a ${kind} gives the same input on the GPU and on the CPU`, async ({ openTrial }) => {
    const files = await pictures();
    const trial = await openTrial({ files });
    for (const picture of Object.keys(files)) {
      for (const { fit, side } of wanted) {
        const input = inputOf(fit, side);
        const { max, mean, maxOfLuma } = await trial.ask("comparePaths", {
          picture,
          kind,
          input,
        });
        const what = `${picture}, ${fit} to ${side}`;
        test.info().annotations.push({ type: what, description: `${max} ${mean} ${maxOfLuma}` });
        if (kind.includes("camera")) {
          expect
            .soft(maxOfLuma, `${what}: in brightness`)
            .toBeLessThanOrEqual(limits.lumaOfColours);
        } else {
          expect.soft(max, `${what}: of a byte`).toBeLessThanOrEqual(limits.plain);
        }
        expect.soft(mean, `${what}: mean difference`).toBeLessThanOrEqual(limits.mean);
      }
    }
  });
}
