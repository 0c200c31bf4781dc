import type { CpuTensor, DecoderParameters, Size } from "#shared";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * How surely each cell of a grid is what the network looks for, row by row, 0 … 1; the network's own answer
 * where it needs no reading, valid as long as that.
 */
export interface Mask extends Size {
  readonly values: Float32Array;
}

/**
 * Reads one channel of a picture-like output as a mask: `[1, H, W, C]`, `[1, C, H, W]`, or without the
 * channels' side where there is one of them. Bytes are parts of 255.
 * @throws AppError `bad-card` where the output has another shape
 */
export function decodeMask(
  outputs: readonly CpuTensor[],
  { output: name, layout, channel, scores }: DecoderParameters["person-mask"],
): Mask {
  const { data, shape, dtype } = outputNamed(outputs, name);
  const sizes = shape.length > 3 ? shape.slice(1) : [...shape];
  const channelAt = layout === "NHWC" ? 2 : 0;
  // A first side of one is the batch of a map without channels.
  const channels = shape.length > 3 ? (sizes[channelAt] ?? 0) : 1;
  const [height = 0, width = 0] =
    shape.length > 3 ? sizes.filter((_, at) => at !== channelAt) : sizes.slice(-2);
  const cells = width * height;
  if (cells === 0 || data.length !== cells * channels || channel >= channels) {
    misfit(name, `[${shape}] has no channel ${channel} of a mask`);
  }
  const [step, first] = layout === "NHWC" ? [channels, channel] : [1, channel * cells];
  const unit = dtype === "uint8" ? 1 / 255 : 1;
  // As it came: most networks answer with one channel of parts of one.
  if (channels === 1 && scores === "probabilities" && data instanceof Float32Array) {
    return { width, height, values: data };
  }
  const values = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    const value = (data[cell * step + first] ?? 0) * unit;
    values[cell] = scores === "logits" ? 1 / (1 + Math.exp(-value)) : value;
  }
  return { width, height, values };
}
