import type { CpuTensor, DecoderParameters, Size } from "#shared";
import { misfit, outputNamed } from "./output-named.ts";

/** RGBA bytes in rows from the top. */
export interface OutputPicture extends Size {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** What a value is multiplied with, after something is added, to be a byte. */
const ranges: Readonly<
  Record<DecoderParameters["image"]["range"], readonly [add: number, times: number]>
> = {
  "0…1": [0, 255],
  "-1…1": [1, 127.5],
  "0…255": [0, 1],
};

/**
 * Reads an output as a picture: `[1, H, W, C]` or `[1, C, H, W]` of 3 channels (red, green, blue) or of 1,
 * which becomes grey.
 * @throws AppError `bad-card` where the output has another shape
 */
export function decodePicture(
  outputs: readonly CpuTensor[],
  { output: name, layout, channels, range }: DecoderParameters["image"],
): OutputPicture {
  const { data, shape } = outputNamed(outputs, name);
  const sizes = shape.length === 4 ? shape.slice(1) : [...shape];
  const [height = 0, width = 0] =
    layout === "NHWC" ? sizes.slice(0, 2) : sizes.slice(sizes.length - 2);
  const cells = width * height;
  if (cells === 0 || data.length !== cells * channels) {
    misfit(name, `[${shape}] is no picture of ${channels} channels`);
  }
  const [add, times] = ranges[range];
  const [step, plane] = layout === "NHWC" ? [channels, 1] : [1, cells];
  const pixels = new Uint8ClampedArray(cells * 4);
  for (let cell = 0; cell < cells; cell += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const from = cell * step + (channels === 1 ? 0 : channel * plane);
      pixels[cell * 4 + channel] = ((data[from] ?? 0) + add) * times;
    }
    pixels[cell * 4 + 3] = 255;
  }
  return { width, height, pixels };
}
