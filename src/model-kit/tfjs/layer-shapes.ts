import type { Shape } from "../report.ts";
import {
  broadcast,
  reshaped,
  type Size,
  slide,
  slideBack,
  type Window,
} from "../shape-arithmetic.ts";
import { type Fields, listAt, textAt } from "./read-json.ts";

/** What a Keras layer makes of its inputs, and the multiply-adds that it takes; `null`: not known. */
export interface LayerResult {
  readonly shape: Shape | null;
  readonly multiplyAdds: number | null;
}

function numbers(config: Fields, key: string, otherwise: number): readonly [number, number] {
  const value = config[key];
  if (typeof value === "number") return [value, value];
  const [first = otherwise, second = first] = Array.isArray(value) ? value.map(Number) : [];
  return [first, second];
}

function windowOf(config: Fields, kernel: readonly number[]): Window {
  const same = textAt(config, "padding") === "same";
  return {
    kernel,
    strides: numbers(config, "strides", 1),
    dilations: numbers(config, "dilation_rate", 1),
    pads: [],
    autoPad: same ? "SAME" : "VALID",
    ceil: false,
  };
}

function product(...sizes: readonly Size[]): number | null {
  return sizes.reduce<Size>((all, size) => (all === null || size === null ? null : all * size), 1);
}

/** Convolutions of `[N, H, W, C]`, which is what Keras models have. */
function convolution(name: string, config: Fields, input: Shape): LayerResult {
  const [batch = null, height = null, width = null, depth = null] = input;
  const kernel = numbers(config, "kernel_size", 1);
  const area = kernel[0] * kernel[1];
  const window = windowOf(config, kernel);
  const filters = Number(config.filters ?? 0);
  if (name === "Conv2DTranspose") {
    const [h = null, w = null] = slideBack([height, width], window, []);
    const work = product(batch, height, width, depth, area, filters);
    return { shape: [batch, h, w, filters], multiplyAdds: work };
  }
  const [h = null, w = null] = slide([height, width], window);
  const multiplier = Number(config.depth_multiplier ?? 1);
  const deep = product(depth, multiplier);
  if (name === "DepthwiseConv2D") {
    return { shape: [batch, h, w, deep], multiplyAdds: product(batch, h, w, deep, area) };
  }
  if (name === "SeparableConv2D") {
    const work = product(batch, h, w, deep);
    const all = work === null ? null : work * area + work * filters;
    return { shape: [batch, h, w, filters], multiplyAdds: all };
  }
  return {
    shape: [batch, h, w, filters],
    multiplyAdds: product(batch, h, w, filters, depth, area),
  };
}

function padded(config: Fields, input: Shape): Shape {
  const [batch = null, height = null, width = null, channels = null] = input;
  const pairs = Array.isArray(config.padding) ? config.padding.map((pair) => [pair].flat()) : [];
  const sum = (axis: number): number => {
    const [before = Number(config.padding ?? 1), after = before] = (pairs[axis] ?? []).map(Number);
    return before + after;
  };
  const more = (size: Size, axis: number): Size => (size === null ? null : size + sum(axis));
  return [batch, more(height, 0), more(width, 1), channels];
}

/** The result of a layer by its class; the shape of one whose class is not known here is `null`. */
export function layerResult(
  name: string,
  config: Fields,
  inputs: readonly (Shape | null)[],
): LayerResult {
  const [input = null] = inputs;
  const free = (shape: Shape | null): LayerResult => ({ shape, multiplyAdds: 0 });
  if (input === null) return { shape: null, multiplyAdds: multiplying.test(name) ? null : 0 };
  const [batch = null] = input;
  switch (name) {
    case "Conv2D":
    case "DepthwiseConv2D":
    case "SeparableConv2D":
    case "Conv2DTranspose":
      return convolution(name, config, input);
    case "Dense": {
      const units = Number(config.units ?? 0);
      return { shape: [...input.slice(0, -1), units], multiplyAdds: product(...input, units) };
    }
    case "MaxPooling2D":
    case "AveragePooling2D": {
      const pool = numbers(config, "pool_size", 2);
      const strides = config.strides === null ? { ...config, strides: pool } : config;
      const [h = null, w = null] = slide(input.slice(1, 3), windowOf(strides, pool));
      return free([batch, h, w, input[3] ?? null]);
    }
    case "GlobalAveragePooling2D":
    case "GlobalMaxPooling2D":
      return free(
        config.keepdims === true ? [batch, 1, 1, input[3] ?? null] : [batch, input[3] ?? null],
      );
    case "Flatten":
      return free([batch, product(...input.slice(1))]);
    case "Reshape": {
      const target = listAt(config, "target_shape").map(Number);
      return free(reshaped(input, [batch ?? 1, ...target], false));
    }
    case "ZeroPadding2D":
      return free(padded(config, input));
    case "UpSampling2D": {
      const [y, x] = numbers(config, "size", 2);
      return free([
        batch,
        product(input[1] ?? null, y),
        product(input[2] ?? null, x),
        input[3] ?? null,
      ]);
    }
    case "Concatenate": {
      const asked = Number(config.axis ?? -1);
      const axis = asked < 0 ? asked + input.length : asked;
      const sizes = inputs.map((shape) => shape?.[axis] ?? null);
      const total = sizes.includes(null)
        ? null
        : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
      return free(input.map((size, index) => (index === axis ? total : size)));
    }
    case "Add":
    case "Multiply":
    case "Subtract":
    case "Average":
    case "Maximum":
    case "Minimum":
      return free(inputs.reduce((sum, shape) => broadcast(sum, shape), input));
    default:
      return keeping.test(name)
        ? free(input)
        : { shape: null, multiplyAdds: multiplying.test(name) ? null : 0 };
  }
}

/** Layers that multiply matrices or slide kernels. */
const multiplying = /^(Conv|Separable|Depthwise|Dense|LSTM|GRU|SimpleRNN|Dot|MultiHead|Attention)/;
/** Layers that change no shape. */
const keeping =
  /^(Activation|ReLU|LeakyReLU|PReLU|ELU|ThresholdedReLU|Softmax|Dropout|SpatialDropout2D|BatchNormalization|LayerNormalization|GaussianNoise|GaussianDropout|AlphaDropout|InputLayer|Rescaling|Masking)$/;
