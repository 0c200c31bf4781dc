import { onnx } from "../onnx/generated/onnx.js";
import { declared } from "../onnx/infer-shapes.ts";
import { onnxType } from "../onnx/read-onnx.ts";
import { refuse } from "../refuse.ts";
import type { ElementType, OpenedModel } from "../report.ts";
import { BuiltinOperator, TensorType } from "../tflite/generated/tflite-model.ts";
import { TfliteEdit } from "../tflite/tflite-edit.ts";
import { OnnxEdit } from "./onnx-edit.ts";
import type { Repaired } from "./repaired.ts";

/**
 * Wraps inputs and outputs of types that engines are not fed with, so that the graph's own are float32:
 * quantized ones by `QUANTIZE` and `DEQUANTIZE` with their own scale (TFLite), others by `Cast` (ONNX).
 * The wrapped ports are named after the old ones, with `_float`.
 * @throws AppError `model-refused`: `cannot-repair` where there is none, or a scale is missing
 */
export function floatPorts(opened: OpenedModel): Repaired {
  return opened.format === "tflite" ? wrapTflite(opened) : wrapOnnx(opened);
}

const wrapped: ReadonlySet<ElementType> = new Set([
  "float16",
  "float64",
  "int8",
  "int16",
  "uint16",
  "int64",
  "uint64",
  "uint32",
  "bool",
]);

const float = 1;

function wrapOnnx(opened: OpenedModel): Repaired {
  const edit = new OnnxEdit(opened);
  const { graph } = edit.file;
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const changed: string[] = [];
  const before: onnx.Node[] = [];
  const after: onnx.Node[] = [];
  const cast = (input: string, output: string, to: number): onnx.Node =>
    new onnx.Node({
      name: edit.freeName(`${output}_cast`),
      opType: "Cast",
      input: [input],
      output: [output],
      attribute: [new onnx.Attribute({ name: "to", i: to, type: 2 })],
    });
  const wrap = (
    port: onnx.ValueInfo.$Properties,
  ): { name: string; own: string; type: number } | null => {
    const { type } = declared(port);
    const tensor = port.type?.tensorType;
    if (!tensor || weights.has(port.name) || !wrapped.has(onnxType(type))) return null;
    const name = port.name ?? "";
    const own = edit.freeName(`${name}_float`);
    port.name = own;
    tensor.elemType = float;
    changed.push(name);
    return { name, own, type };
  };
  for (const port of graph.input) {
    const made = wrap(port);
    if (made) before.push(cast(made.own, made.name, made.type));
  }
  for (const port of graph.output) {
    const made = wrap(port);
    if (made) after.push(cast(made.name, made.own, float));
  }
  if (changed.length === 0)
    refuse("cannot-repair", edit.file.name, "all ports are of common types");
  graph.node = [...before, ...graph.node, ...after] as onnx.Node[];
  return { model: edit.finish(), changed };
}

function wrapTflite(opened: OpenedModel): Repaired {
  const edit = new TfliteEdit(opened);
  const { main } = edit;
  const changed: string[] = [];
  const wrap = (index: number): number | null => {
    const tensor = main.tensors[index];
    const integer = tensor && [TensorType.INT8, TensorType.INT16].includes(tensor.type);
    if (!tensor || !integer) return null;
    if (tensor.quantization?.scale.length !== 1) {
      refuse("cannot-repair", edit.name, `${tensor.name} has no scale`);
    }
    changed.push(String(tensor.name ?? ""));
    return edit.addFloatTensor(`${tensor.name ?? ""}_float`, tensor);
  };
  for (const [place, index] of [...main.inputs].entries()) {
    const own = wrap(index);
    if (own === null) continue;
    edit.addOperator(BuiltinOperator.QUANTIZE, own, index, "first");
    main.inputs[place] = own;
    edit.renamePort("inputs", index, own);
  }
  for (const [place, index] of [...main.outputs].entries()) {
    const own = wrap(index);
    if (own === null) continue;
    edit.addOperator(BuiltinOperator.DEQUANTIZE, index, own, "last");
    main.outputs[place] = own;
    edit.renamePort("outputs", index, own);
  }
  if (changed.length === 0) refuse("cannot-repair", edit.name, "all ports are of common types");
  return { model: edit.finish(), changed };
}
