import { pictureAxes } from "../assumed-size.ts";
import type { onnx } from "../onnx/generated/onnx.js";
import { declared } from "../onnx/infer-shapes.ts";
import { refuse } from "../refuse.ts";
import type { FixedSize, OpenedModel, Shape } from "../report.ts";
import { TfliteEdit } from "../tflite/tflite-edit.ts";
import { OnnxEdit } from "./onnx-edit.ts";
import type { Repaired } from "./repaired.ts";

/** Sizes beyond these are no picture's. */
const mostSide = 8192;

/**
 * Fixes open sizes of a graph's inputs; where the same name stands for an open size elsewhere, there too.
 * @throws AppError `model-refused`: `cannot-repair` where nothing is open, or a size does not fit
 */
export function fixSize(opened: OpenedModel, size: FixedSize): Repaired {
  const sizes = [size.batch, size.width, size.height];
  const [file] = opened.files;
  if (!sizes.every((one) => Number.isInteger(one) && one > 0 && one <= mostSide)) {
    refuse("cannot-repair", file?.name ?? "", `${sizes.join(" × ")} is no size`);
  }
  return opened.format === "tflite" ? fixTflite(opened, size) : fixOnnx(opened, size);
}

/** The number of each axis: batch first, height and width where a picture has them, else 1. */
function chosen(shape: Shape, { batch, width, height }: FixedSize): number[] {
  const axes = pictureAxes(shape);
  return shape.map((known, axis) => {
    if (known !== null) return known;
    if (axis === axes?.height) return height;
    if (axis === axes?.width) return width;
    if (axis === axes?.channels) return 3;
    return axis === 0 ? batch : 1;
  });
}

function fixOnnx(opened: OpenedModel, size: FixedSize): Repaired {
  const edit = new OnnxEdit(opened);
  const { graph } = edit.file;
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const named = new Map<string, number>();
  const changed: string[] = [];
  for (const input of graph.input) {
    const { shape, symbols } = declared(input);
    if (weights.has(input.name) || !shape?.includes(null)) continue;
    const numbers = chosen(shape, size);
    symbols.forEach((symbol, axis) => {
      if (symbol !== null && shape[axis] === null) named.set(symbol, numbers[axis] ?? 1);
    });
    input.type?.tensorType?.shape?.dim?.forEach((dim, axis) => {
      setSize(dim, numbers[axis] ?? 1);
    });
    changed.push(input.name ?? "");
  }
  if (changed.length === 0) refuse("cannot-repair", edit.file.name, "no input has an open size");
  for (const info of [...graph.output, ...graph.valueInfo]) {
    for (const dim of info.type?.tensorType?.shape?.dim ?? []) {
      const number = named.get(dim.dimParam ?? "");
      if (number !== undefined) setSize(dim, number);
    }
  }
  return { model: edit.finish(), changed };
}

/** A size or a name stands in a dimension, never both. */
function setSize(dim: onnx.Dimension.$Properties, size: number): void {
  dim.dimValue = size;
  dim.dimParam = null;
}

/** TFLite files hold a shape beside the open one: that of their conversion, which becomes the only one. */
function fixTflite(opened: OpenedModel, size: FixedSize): Repaired {
  const edit = new TfliteEdit(opened);
  const changed: string[] = [];
  const { tensors, inputs } = edit.main;
  for (const index of inputs) {
    const tensor = tensors[index];
    const shape = tensor?.shapeSignature.map((one) => (one < 0 ? null : one)) ?? [];
    if (!tensor || !shape.includes(null)) continue;
    const wanted = chosen(shape, size);
    if (wanted.some((one, axis) => one !== tensor.shape[axis])) {
      refuse("cannot-repair", edit.name, `only [${tensor.shape}] is prepared in it`);
    }
    changed.push(String(tensor.name ?? ""));
  }
  if (changed.length === 0) refuse("cannot-repair", edit.name, "no input has an open size");
  for (const tensor of tensors) tensor.shapeSignature = [];
  return { model: edit.finish(), changed };
}
