import type { ElementType, Shape } from "../report.ts";
import { type Size, slide, slideBack, type Window } from "../shape-arithmetic.ts";
import { at, type NodeView, one, type ShapeRule } from "./node-view.ts";

/** The window of a node; a convolution's kernel comes from its weights. */
function windowOf(node: NodeView, weights: Shape | null): Window {
  const { attributes } = node;
  return {
    kernel: attributes.ints("kernel_shape") ?? weights?.slice(2) ?? [],
    strides: attributes.ints("strides") ?? [],
    dilations: attributes.ints("dilations") ?? [],
    pads: attributes.ints("pads") ?? [],
    autoPad: attributes.text("auto_pad", "NOTSET"),
    ceil: attributes.int("ceil_mode", 0) === 1,
  };
}

/** Convolutions, their weights at one of the inputs. */
export function convolution(
  weightsInput: number,
  dtype: (node: NodeView) => ElementType,
): ShapeRule {
  return (node) => {
    const { shape } = at(node, 0);
    const weights = at(node, weightsInput).shape;
    if (shape === null || weights === null || shape.length < 3) return one(dtype(node), null);
    const spatial = slide(shape.slice(2), windowOf(node, weights));
    return one(dtype(node), [shape[0] ?? null, weights[0] ?? null, ...spatial]);
  };
}

/** Transposed convolutions. */
export const convTranspose: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  const weights = at(node, 1).shape;
  if (shape === null || weights === null || shape.length < 3) return one(dtype, null);
  const asked = node.attributes.ints("output_shape");
  const spatial =
    asked?.slice(-(shape.length - 2)) ??
    slideBack(
      shape.slice(2),
      windowOf(node, weights),
      node.attributes.ints("output_padding") ?? [],
    );
  const perGroup = weights[1] ?? null;
  const channels = perGroup === null ? null : perGroup * node.attributes.int("group", 1);
  return one(dtype, [shape[0] ?? null, channels, ...spatial]);
};

/** Pooling, with the places of maxima. */
export const pool: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  if (shape === null || shape.length < 3) return one(dtype, null);
  const pooled = [
    shape[0] ?? null,
    shape[1] ?? null,
    ...slide(shape.slice(2), windowOf(node, null)),
  ];
  return [
    { dtype, shape: pooled },
    { dtype: "int64", shape: pooled },
  ];
};

/** Pooling over the whole picture. */
export const globalPool: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  return one(dtype, shape === null ? null : shape.map((size, axis) => (axis < 2 ? size : 1)));
};

/** Resizing by sizes or scales that are known. */
export const resize: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  if (shape === null) return one(dtype, null);
  const upsample = node.op === "Upsample" || node.opset < 11;
  const sizes = upsample ? null : (at(node, 3).known ?? null);
  if (sizes !== null && sizes.length === shape.length) return one(dtype, sizes);
  const scales = node.attributes.floats("scales") ?? at(node, upsample ? 1 : 2).known ?? null;
  if (scales === null || scales.length !== shape.length)
    return one(
      dtype,
      shape.map(() => null),
    );
  return one(
    dtype,
    shape.map((size, axis) => (size === null ? null : Math.floor(size * (scales[axis] ?? 1)))),
  );
};

/** Padding that is known. */
export const pad: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  const pads =
    node.attributes.ints("pads") ?? node.attributes.ints("paddings") ?? at(node, 1).known;
  if (shape === null || !pads || pads.length !== 2 * shape.length) return one(dtype, null);
  return one(
    dtype,
    shape.map((size, axis) =>
      size === null ? null : size + (pads[axis] ?? 0) + (pads[axis + shape.length] ?? 0),
    ),
  );
};

/** `SpaceToDepth` and `DepthToSpace`. */
export function blocks(deeper: boolean): ShapeRule {
  return (node) => {
    const { shape, dtype } = at(node, 0);
    const side = node.attributes.int("blocksize", 1);
    if (shape?.length !== 4 || side < 1) return one(dtype, null);
    const [batch = null, channels = null, height = null, width = null] = shape;
    const times = (size: Size, factor: number): Size => (size === null ? null : size * factor);
    const by = deeper ? 1 / side : side;
    return one(dtype, [batch, times(channels, 1 / (by * by)), times(height, by), times(width, by)]);
  };
}
