import { listAt, textAt } from "../tfjs/read-json.ts";
import { chain, type LayerPart, type LayerWriter, pairAt } from "./layer-part.ts";

const through: LayerWriter = ({ inputs }) => inputs[0];

function pool(op: "MaxPool" | "AvgPool"): LayerWriter {
  return (part) => {
    const { config } = part;
    if (textAt(config, "data_format") === "channels_first") return undefined;
    const [high, wide] = pairAt(config, "pool_size", 2);
    const given = config.strides === null || config.strides === undefined;
    const [down, right] = given ? [high, wide] : pairAt(config, "strides", 1);
    const padding = textAt(config, "padding") === "same" ? "SAME" : "VALID";
    const ksize = [1, high, wide, 1];
    return chain(part, [
      [op, [], { ksize, strides: [1, down, right, 1], padding, data_format: "NHWC" }],
    ]);
  };
}

/** One number of every channel. */
function overall(op: "Mean" | "Max", axes: readonly number[]): LayerWriter {
  return (part) => {
    const { config, graph } = part;
    if (textAt(config, "data_format") === "channels_first") return undefined;
    return chain(part, [[op, [graph.ints(axes)], { keep_dims: config.keepdims === true }]]);
  };
}

/** One picture at a time: its batch is 1. */
const flatten: LayerWriter = (part) => chain(part, [["Reshape", [part.graph.ints([1, -1])]]]);

const reshape: LayerWriter = (part) => {
  const sizes = listAt(part.config, "target_shape").map(Number);
  return chain(part, [["Reshape", [part.graph.ints([1, ...sizes])]]]);
};

const permute: LayerWriter = (part) => {
  const order = listAt(part.config, "dims").map(Number);
  return chain(part, [["Transpose", [part.graph.ints([0, ...order])]]]);
};

/** `1`, `[1, 2]` or `[[top, bottom], [left, right]]`. */
function edges(part: LayerPart, otherwise: number): readonly (readonly [number, number])[] {
  const { padding, cropping } = part.config;
  const given = padding ?? cropping ?? otherwise;
  return [0, 1].map((axis) => {
    const own: unknown = Array.isArray(given) ? given[axis] : given;
    const [before = 0, after = before] = [own].flat().map(Number);
    return [before, after];
  });
}

const zeroPadding: LayerWriter = (part) => {
  const [vertical = [0, 0], horizontal = [0, 0]] = edges(part, 1);
  const pads = [0, 0, ...vertical, ...horizontal, 0, 0];
  return chain(part, [["Pad", [part.graph.ints(pads, [4, 2])]]]);
};

const cropping: LayerWriter = (part) => {
  const { graph, inputs } = part;
  const [height = null, width = null] = graph.shapeOf(inputs[0] ?? "")?.slice(1, 3) ?? [];
  const [[top, bottom] = [0, 0], [left, right] = [0, 0]] = edges(part, 0);
  if (height === null || width === null) return undefined;
  const begin = graph.ints([0, top, left, 0]);
  const size = graph.ints([-1, height - top - bottom, width - left - right, -1]);
  return chain(part, [["Slice", [begin, size]]]);
};

/**
 * A picture of another size. TF.js's library of layers takes a pixel's corner for its place, Keras its middle;
 * what repeats pixels does the same in both.
 */
function resized(part: LayerPart, height: number, width: number, nearest: boolean): string {
  const size = part.graph.ints([height, width]);
  if (nearest) return chain(part, [["ResizeNearestNeighbor", [size]]]);
  return chain(part, [["ResizeBilinear", [size], { half_pixel_centers: part.halfPixels }]]);
}

const upSampling: LayerWriter = (part) => {
  const { config, graph, inputs } = part;
  const [height = null, width = null] = graph.shapeOf(inputs[0] ?? "")?.slice(1, 3) ?? [];
  const kind = textAt(config, "interpolation") || "nearest";
  const planar = textAt(config, "data_format") === "channels_first";
  const [down, right] = pairAt(config, "size", 2);
  if (planar || !/^(nearest|bilinear)$/.test(kind) || height === null || width === null) {
    return undefined;
  }
  return resized(part, height * down, width * right, kind === "nearest");
};

const resizing: LayerWriter = (part) => {
  const { config } = part;
  const kind = textAt(config, "interpolation") || "bilinear";
  const known = config.crop_to_aspect_ratio !== true && part.halfPixels && kind === "bilinear";
  return known ? resized(part, Number(config.height), Number(config.width), false) : undefined;
};

const rescaling: LayerWriter = (part) => {
  const { config, graph } = part;
  const numbers = (key: string, otherwise: number): string => {
    const value = config[key] ?? otherwise;
    if (!Array.isArray(value)) return graph.scalar(Number(value));
    return graph.constant(value.slice(0, 16).map(Number), [Math.min(value.length, 16)], "float32");
  };
  return chain(part, [
    ["Mul", [numbers("scale", 1)]],
    ["AddV2", [numbers("offset", 0)]],
  ]);
};

/** Layers that change sizes and places, or nothing. */
export const shapingWriters: Readonly<Record<string, LayerWriter>> = {
  Dropout: through,
  SpatialDropout1D: through,
  SpatialDropout2D: through,
  GaussianNoise: through,
  GaussianDropout: through,
  AlphaDropout: through,
  ActivityRegularization: through,
  Identity: through,
  MaxPooling2D: pool("MaxPool"),
  AveragePooling2D: pool("AvgPool"),
  GlobalAveragePooling2D: overall("Mean", [1, 2]),
  GlobalAveragePooling1D: overall("Mean", [1]),
  GlobalMaxPooling2D: overall("Max", [1, 2]),
  GlobalMaxPooling1D: overall("Max", [1]),
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  ZeroPadding2D: zeroPadding,
  Cropping2D: cropping,
  UpSampling2D: upSampling,
  Resizing: resizing,
  Rescaling: rescaling,
};
