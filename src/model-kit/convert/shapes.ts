import type { Border, Operation, Pair, ValueInfo } from "./graph.ts";
import { refuse } from "./refuse.ts";

/** The border with which a window of this size and stride covers a picture as TensorFlow's `SAME` says. */
export function sameBorder(
  [height, width]: Pair,
  window: Pair,
  strides: Pair,
  dilations: Pair,
): Border {
  const [top, bottom] = split(height, window[0], strides[0], dilations[0]);
  const [left, right] = split(width, window[1], strides[1], dilations[1]);
  return { top, bottom, left, right };
}

function split(size: number, window: number, stride: number, dilation: number): Pair {
  const reach = (window - 1) * dilation + 1;
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  // Of an odd number the larger half goes to the end.
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Height and width of a picture `[N, H, W, C]`. */
export function pictureSize({ shape }: ValueInfo): Pair {
  const [, height, width] = shape;
  if (shape.length !== 4 || height === undefined || width === undefined) {
    refuse(`a picture is wanted, [${shape}] was found`);
  }
  return [height, width];
}

function windowed(
  input: ValueInfo,
  window: Pair,
  strides: Pair,
  dilations: Pair,
  { top, bottom, left, right }: Border,
): Pair {
  const [height, width] = pictureSize(input);
  const along = (size: number, at: 0 | 1): number =>
    Math.floor((size - (window[at] - 1) * dilations[at] - 1) / strides[at]) + 1;
  return [along(height + top + bottom, 0), along(width + left + right, 1)];
}

/** The shape of a sum of two values, as NumPy broadcasts. */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const one = a[index - rank + a.length] ?? 1;
    const other = b[index - rank + b.length] ?? 1;
    if (one !== other && one !== 1 && other !== 1) refuse(`[${a}] does not fit [${b}]`);
    return one === 1 ? other : one;
  });
}

/** What an operation makes of inputs of these shapes and types. */
export function resultOf(operation: Operation, inputs: readonly ValueInfo[]): ValueInfo {
  const [first, second] = inputs;
  if (!first) refuse(`${operation.kind} has no input`);
  const { dtype, shape } = first;
  const batch = shape[0] ?? 1;
  switch (operation.kind) {
    case "conv":
    case "depthwise": {
      const [height = 0, width = 0, channels = 0, last = 0] = second?.shape ?? [];
      const { strides, dilations, border } = operation;
      const size = windowed(first, [height, width], strides, dilations, border);
      const out = operation.kind === "conv" ? last : channels * last;
      if (shape[3] !== channels) refuse(`weights [${second?.shape}] do not fit [${shape}]`);
      return { dtype, shape: [batch, ...size, out] };
    }
    case "maxPool":
    case "averagePool": {
      const { window, strides, border } = operation;
      return {
        dtype,
        shape: [batch, ...windowed(first, window, strides, [1, 1], border), shape[3] ?? 1],
      };
    }
    case "dense":
      return { dtype, shape: [batch, second?.shape[1] ?? 0] };
    case "resize":
      return { dtype, shape: [batch, ...operation.size, shape[3] ?? 1] };
    case "reshape":
      return { dtype, shape: operation.shape };
    case "transpose":
      return { dtype, shape: operation.order.map((axis) => shape[axis] ?? 1) };
    case "concat": {
      const { axis } = operation;
      const length = inputs.reduce((sum, one) => sum + (one.shape[axis] ?? 0), 0);
      return { dtype, shape: shape.with(axis, length) };
    }
    case "pad": {
      const { before, after } = operation;
      return { dtype, shape: shape.map((size, at) => size + (before[at] ?? 0) + (after[at] ?? 0)) };
    }
    case "mean":
    case "sum":
    case "max": {
      const { axes, keepDims } = operation;
      const reduced = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return {
        dtype,
        shape: keepDims ? reduced : reduced.filter((_, axis) => !axes.includes(axis)),
      };
    }
    case "argMax":
      return { dtype: "int32", shape: shape.filter((_, axis) => axis !== operation.axis) };
    case "cast":
      return { dtype: operation.to, shape };
    case "slice":
      return { dtype, shape: operation.size };
    case "gatherNd": {
      const indices = second?.shape ?? [];
      const depth = indices.at(-1) ?? 0;
      return { dtype, shape: [...indices.slice(0, -1), ...shape.slice(depth)] };
    }
    case "add":
    case "sub":
    case "mul":
    case "div":
    case "floorDiv":
    case "squaredDifference":
    case "maximum":
    case "minimum":
      return { dtype, shape: broadcastShape(shape, second?.shape ?? []) };
    default:
      return first;
  }
}
