import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { loadOnnxInNode } from "#models/node";
import { decodePicture } from "./output-picture.ts";

const folder = "../shared/data";
const hasTools = existsSync(folder) && spawnSync("ffmpeg", ["-version"]).status === 0;
/** A run of the network takes seconds on a busy machine. */
const slowMs = 120_000;

/** The brightness of a picture, row by row, after ffmpeg's filters. */
function luma(picture: string, filters: string): Uint8Array {
  const raw = ["-vf", `${filters}format=gray`, "-f", "rawvideo", "-"];
  return Uint8Array.from(
    spawnSync("ffmpeg", ["-v", "error", "-i", `${folder}/${picture}`, ...raw]).stdout,
  );
}

it.skipIf(!hasTools)(
  "super-resolution (needs ../shared/data and ffmpeg): a picture becomes three times as large, as recorded",
  async () => {
    const { runAll } = await loadOnnxInNode(`${folder}/models/onnx/pytorch_super_resolution.onnx`);
    const small = luma(
      "images/test_superresolution.png",
      "scale=224:224:force_original_aspect_ratio=increase:flags=bicubic,crop=224:224,",
    );
    const data = Float32Array.from(small, (byte) => byte / 255);
    const shape = [1, 1, 224, 224];
    const answers = await runAll({ place: "cpu", name: "input", shape, dtype: "float32", data });
    const { width, height, pixels } = decodePicture(answers, {
      output: "output",
      layout: "NCHW",
      channels: 1,
      range: "0…1",
      scale: 3,
    });
    expect([width, height]).toEqual([672, 672]);
    const reference = luma("expected/ort-ext_test_superresolution.expected.png", "");
    expect(reference).toHaveLength(width * height);
    const squares = Float64Array.from(reference, (byte, at) => (byte - (pixels[at * 4] ?? 0)) ** 2);
    const mean = squares.reduce((sum, one) => sum + one, 0) / squares.length;
    // Recorded: 32.9 dB; scaled up by filters alone it is below 30.
    expect(10 * Math.log10(255 ** 2 / mean)).toBeGreaterThan(32.5);
  },
  slowMs,
);
