import { type CpuTensor, type DType, emptyValues, type InputSpec, type TensorData } from "#shared";

/** Turns interleaved bytes into a model's input values. */
export interface Converter {
  /**
   * Fills `out` (width · height values for each of the card's channels) from `pixels`, RGB or RGBA bytes in rows from the top.
   * `pixelBytes` is 3 or 4; alpha is not looked at.
   */
  convert(pixels: Uint8Array | Uint8ClampedArray, pixelBytes: 3 | 4, out: TensorData[DType]): void;
}

/**
 * Prepares the conversion that a card asks for: `value = (byte − mean[c]) / std[c]`, where `c` counts the
 * channels in the order in which the model sees them; whole-number types are rounded and clamped.
 */
export function createConverter(input: InputSpec): Converter {
  const count = input.width * input.height;
  if (isGrey(input)) return greyConverter(input, count);
  const step = input.layout === "NHWC" ? 3 : 1;
  const plane = input.layout === "NHWC" ? 1 : count;
  const [first, last] = input.channels === "RGB" ? [0, 2] : [2, 0];
  const plain = input.mean.every((mean) => mean === 0) && input.std.every((std) => std === 1);
  if (plain) {
    return {
      convert(pixels, pixelBytes, out) {
        for (let i = 0, from = 0, to = 0; i < count; i++, from += pixelBytes, to += step) {
          out[to] = pixels[from + first] as number;
          out[to + plane] = pixels[from + 1] as number;
          out[to + 2 * plane] = pixels[from + last] as number;
        }
      },
    };
  }
  // A byte has 256 values: looking them up is as exact as computing and needs no division per pixel.
  const [table0, table1, table2] = [tableOf(input, 0), tableOf(input, 1), tableOf(input, 2)];
  return {
    convert(pixels, pixelBytes, out) {
      for (let i = 0, from = 0, to = 0; i < count; i++, from += pixelBytes, to += step) {
        out[to] = table0[pixels[from + first] as number] as number;
        out[to + plane] = table1[pixels[from + 1] as number] as number;
        out[to + 2 * plane] = table2[pixels[from + last] as number] as number;
      }
    },
  };
}

/** Whether a model sees brightness alone. */
export function isGrey({ channels }: InputSpec): boolean {
  return channels === "grey" || channels === "luma";
}

/** One channel: brightness as television weighs the colours (ITU-R BT.601), a byte before it is normalised. */
function greyConverter(input: InputSpec, count: number): Converter {
  const table = tableOf(input, 0);
  return {
    convert(pixels, pixelBytes, out) {
      for (let i = 0, from = 0; i < count; i++, from += pixelBytes) {
        const [red, green, blue] = [pixels[from], pixels[from + 1], pixels[from + 2]];
        const byte = 0.299 * (red as number) + 0.587 * (green as number) + 0.114 * (blue as number);
        out[i] = table[Math.round(byte)] as number;
      }
    },
  };
}

function tableOf(input: InputSpec, channel: 0 | 1 | 2): Float64Array {
  const [low, high] = input.dtype === "uint8" ? [0, 255] : [-(2 ** 31), 2 ** 31 - 1];
  return Float64Array.from({ length: 256 }, (_, byte) => {
    const value = (byte - input.mean[channel]) / input.std[channel];
    return input.dtype === "float32" ? value : Math.min(Math.max(Math.round(value), low), high);
  });
}

/** An empty input tensor for a model: `[1, H, W, C]` or `[1, C, H, W]`, C being 3, or 1 where it is grey. */
export function createInputTensor(input: InputSpec): CpuTensor {
  const { width, height, name, dtype } = input;
  const channels = isGrey(input) ? 1 : 3;
  const shape =
    input.layout === "NHWC" ? [1, height, width, channels] : [1, channels, height, width];
  const data = emptyValues(dtype, width * height * channels);
  return { place: "cpu", name, shape, dtype, data };
}
