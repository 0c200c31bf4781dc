import type { CpuTensor, TensorSpec } from "./tensor.ts";
import { elementCount, emptyValues } from "./tensor.ts";

/**
 * What fills an input beside the picture: the size of the picture as it is fed, in one order or the other,
 * with a scale of 1 behind it; or numbers, of which a single one fills everything.
 */
export type ExtraFill = "height-width" | "width-height" | "height-width-scale" | readonly number[];

/** An input beside the picture. */
export interface ExtraInput extends TensorSpec {
  readonly fill: ExtraFill;
}

/** No constant is larger: masks of large pictures. */
const mostElements = 2 ** 24;

/**
 * What is fed beside the picture. Where a network asks for the size of the picture that was taken, it is
 * told the size that it is given: then it answers in pixels of its input, and the one way back to the frame
 * that the picture's own fit gives holds for every network.
 */
export function extraTensors(
  inputs: readonly ExtraInput[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly CpuTensor[] {
  return inputs.map(({ name, shape, dtype, fill }) => {
    const data = emptyValues(dtype, elementCount(shape));
    const values = valuesOf(fill, width, height);
    if (values.length === 1) data.fill(values[0] ?? 0);
    else data.set(values.slice(0, data.length));
    return { place: "cpu", name, shape, dtype, data };
  });
}

/** Whether untrusted fields are an input that can be filled. */
export function isExtraInput(value: unknown): value is ExtraInput {
  if (typeof value !== "object" || value === null) return false;
  const { name, shape, dtype, fill } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || name === "") return false;
  if (!Array.isArray(shape) || shape.length > 8) return false;
  if (!shape.every((size) => Number.isSafeInteger(size) && size > 0)) return false;
  const count = elementCount(shape);
  if (count > mostElements || (dtype !== "float32" && dtype !== "int32" && dtype !== "uint8")) {
    return false;
  }
  if (fill === "height-width" || fill === "width-height") return count === 2;
  if (fill === "height-width-scale") return count === 3;
  return (
    Array.isArray(fill) &&
    (fill.length === 1 || fill.length === count) &&
    fill.every((one) => Number.isFinite(one))
  );
}

function valuesOf(fill: ExtraFill, width: number, height: number): readonly number[] {
  switch (fill) {
    case "height-width":
      return [height, width];
    case "width-height":
      return [width, height];
    case "height-width-scale":
      return [height, width, 1];
    default:
      return fill;
  }
}
