import type { Shape } from "./report.ts";

/** A dimension, `null` where it is unknown. */
export type Size = number | null;

/** The axis counted from the start; `null` where it is out of range. */
export function axisOf(axis: number, rank: number): number | null {
  const positive = axis < 0 ? axis + rank : axis;
  return Number.isInteger(positive) && positive >= 0 && positive < rank ? positive : null;
}

/** The shape that two shapes broadcast to; `null` where they do not, or a rank is unknown. */
export function broadcast(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null) return null;
  const rank = Math.max(a.length, b.length);
  const shape: Size[] = [];
  for (let index = 0; index < rank; index += 1) {
    const left = index < rank - a.length ? 1 : (a[index - rank + a.length] ?? null);
    const right = index < rank - b.length ? 1 : (b[index - rank + b.length] ?? null);
    if (left === 1) shape.push(right);
    else if (right === 1 || left === right) shape.push(left);
    else if (left === null || right === null) shape.push(left ?? right);
    else return null;
  }
  return shape;
}

/** What a window (convolution, pooling) slides over. */
export interface Window {
  readonly kernel: readonly Size[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begin of each axis, then end of each axis. */
  readonly pads: readonly number[];
  /** `NOTSET`, `VALID`, `SAME_UPPER`, `SAME_LOWER` (or `SAME`). */
  readonly autoPad: string;
  readonly ceil: boolean;
}

/** Spatial sizes after a sliding window. */
export function slide(spatial: readonly Size[], window: Window): Size[] {
  return spatial.map((size, axis) => {
    const kernel = window.kernel[axis] ?? null;
    const stride = window.strides[axis] ?? 1;
    if (size === null || stride < 1) return null;
    if (window.autoPad.startsWith("SAME")) return Math.ceil(size / stride);
    if (kernel === null) return null;
    const reach = (kernel - 1) * (window.dilations[axis] ?? 1) + 1;
    const pads =
      window.autoPad === "VALID"
        ? 0
        : (window.pads[axis] ?? 0) + (window.pads[axis + spatial.length] ?? 0);
    const steps = (size + pads - reach) / stride;
    const count = (window.ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    return count > 0 ? count : null;
  });
}

/** Spatial sizes after a transposed convolution. */
export function slideBack(
  spatial: readonly Size[],
  window: Window,
  outputPadding: readonly number[],
): Size[] {
  return spatial.map((size, axis) => {
    const kernel = window.kernel[axis] ?? null;
    const stride = window.strides[axis] ?? 1;
    if (size === null || kernel === null) return null;
    if (window.autoPad.startsWith("SAME")) return size * stride;
    const pads = (window.pads[axis] ?? 0) + (window.pads[axis + spatial.length] ?? 0);
    const reach = (kernel - 1) * (window.dilations[axis] ?? 1) + 1;
    const count = (size - 1) * stride + (outputPadding[axis] ?? 0) + reach - pads;
    return count > 0 ? count : null;
  });
}

/** The shape that `Reshape` asks for: 0 keeps a size, one −1 takes what is left. */
export function reshaped(
  from: Shape | null,
  target: readonly number[],
  zeroKeeps: boolean,
): Shape | null {
  const shape = target.map((size, axis): Size => {
    if (size === 0 && zeroKeeps) return from?.[axis] ?? null;
    return size;
  });
  const open = shape.indexOf(-1);
  if (open < 0) return shape;
  const known = shape.reduce<Size>(
    (product, size) =>
      size === -1 ? product : product === null || size === null ? null : product * size,
    1,
  );
  const all = from?.reduce<Size>(
    (product, size) => (product === null || size === null ? null : product * size),
    1,
  );
  const left =
    known === null || known === 0 || all === null || all === undefined ? null : all / known;
  shape[open] = left !== null && Number.isInteger(left) ? left : null;
  return shape;
}

/** How many elements a slice takes of an axis; ends beyond the axis are cut, as ONNX says. */
export function sliceCount(size: number, start: number, end: number, step: number): number {
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(Math.max(value < 0 ? value + size : value, low), high);
  if (step > 0) {
    return Math.max(0, Math.ceil((clamp(end, 0, size) - clamp(start, 0, size)) / step));
  }
  return Math.max(0, Math.ceil((clamp(end, -1, size - 1) - clamp(start, 0, size - 1)) / step));
}
