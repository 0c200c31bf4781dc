import type { Shape } from "../report.ts";
import { type Size, slide } from "../shape-arithmetic.ts";
import type { GraphNode } from "./graph-node.ts";
import { at, first, type GraphRule, one } from "./graph-rule.ts";

/** Where height, width and channels stand. */
function axesOf(node: GraphNode): {
  readonly space: readonly [number, number];
  readonly channels: number;
} {
  return node.attributes.text("data_format", "NHWC") === "NCHW"
    ? { space: [2, 3], channels: 1 }
    : { space: [1, 2], channels: 3 };
}

/** Kernel-windowed results of a picture `[N, H, W, C]` or `[N, C, H, W]`. */
function windowed(
  node: GraphNode,
  shape: Shape | null,
  kernel: readonly Size[],
  channels: Size,
): Shape | null {
  if (shape?.length !== 4) return null;
  const { space, channels: channelAxis } = axesOf(node);
  const pick = (list: readonly number[]): number[] => space.map((axis) => list[axis] ?? 1);
  const explicit = node.attributes.ints("explicit_paddings");
  const sizes = slide(
    space.map((axis) => shape[axis] ?? null),
    {
      kernel,
      strides: pick(node.attributes.ints("strides")),
      dilations: pick(node.attributes.ints("dilations")),
      pads: [0, 1].flatMap((end) => space.map((axis) => explicit[axis * 2 + end] ?? 0)),
      autoPad: node.attributes.text("padding", "VALID").replace("EXPLICIT", "NOTSET"),
      ceil: false,
    },
  );
  return shape.map((size, axis) => {
    if (axis === channelAxis) return channels;
    const place = space.indexOf(axis);
    return place < 0 ? size : (sizes[place] ?? null);
  });
}

/** Convolutions; `depthwise`: a kernel for each channel. */
export function convolution(depthwise: boolean): GraphRule {
  return (node, inputs) => {
    const { shape, dtype } = first(inputs);
    const [height = null, width = null, depth = null, last = null] = at(inputs, 1).shape ?? [];
    const channels = depthwise ? (depth === null || last === null ? null : depth * last) : last;
    return one(dtype, windowed(node, shape, [height, width], channels));
  };
}

/** Pooling. */
export const pool: GraphRule = (node, inputs) => {
  const { shape, dtype } = first(inputs);
  const { space, channels } = axesOf(node);
  const kernel = node.attributes.ints("ksize");
  return one(
    dtype,
    windowed(
      node,
      shape,
      space.map((axis) => kernel[axis] ?? null),
      shape?.[channels] ?? null,
    ),
  );
};

/** Padding by an input that is known. */
export const pad: GraphRule = (_, inputs) => {
  const { shape, dtype } = first(inputs);
  const pads = at(inputs, 1).known;
  if (shape === null || pads === undefined) return one(dtype, null);
  return one(
    dtype,
    shape.map((size, axis) =>
      size === null ? null : size + (pads[axis * 2] ?? 0) + (pads[axis * 2 + 1] ?? 0),
    ),
  );
};

/** Resizing to an input that is known. */
export const resize: GraphRule = (node, inputs) => {
  const { shape, dtype } = first(inputs);
  const [height = null, width = null] = at(inputs, 1).known ?? [];
  if (shape?.length !== 4) return one(dtype, null);
  const type = node.op === "ResizeBilinear" ? "float32" : dtype;
  return one(type, [shape[0] ?? null, height, width, shape[3] ?? null]);
};

/** Transposed convolutions, whose result has the shape that the first input says. */
export const transposedConvolution: GraphRule = (_, inputs) =>
  one(at(inputs, 2).dtype, first(inputs).known ?? null);

/** `SpaceToDepth` and `DepthToSpace`. */
export function blocks(deeper: boolean): GraphRule {
  return (node, inputs) => {
    const { shape, dtype } = first(inputs);
    const side = node.attributes.int("block_size", 1);
    if (shape?.length !== 4 || side < 1) return one(dtype, null);
    const by = deeper ? 1 / side : side;
    const [batch = null, height = null, width = null, channels = null] = shape;
    const times = (value: Size, factor: number): Size => (value === null ? null : value * factor);
    return one(dtype, [batch, times(height, by), times(width, by), times(channels, 1 / (by * by))]);
  };
}
