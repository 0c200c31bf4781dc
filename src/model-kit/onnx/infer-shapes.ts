import { limits } from "../limits.ts";
import type { Shape } from "../report.ts";
import { nothing, type Value } from "../value.ts";
import { Attributes } from "./attributes.ts";
import { constantRules } from "./constant-rules.ts";
import type { onnx } from "./generated/onnx.js";
import { int, type OnnxFile, onnxType } from "./read-onnx.ts";
import { shapeRules } from "./shape-rules.ts";
import { storedTensor, tensorNumbers } from "./tensor-values.ts";

/** Every tensor of the main graph, as far as it is known. */
export type Values = ReadonlyMap<string, Value>;

/** Shapes and axes are whole numbers; of floats only the few scales of a resize matter. */
const mostFloats = 16;

/** A weight as a value; small ones with their numbers. @throws AppError `model-refused` */
function valueOfTensor(file: string, tensor: onnx.Tensor.$Properties, follow: boolean): Value {
  const stored = storedTensor(file, tensor);
  const { dtype, shape, elements } = stored;
  const most = dtype.startsWith("float") ? mostFloats : limits.constantElements;
  if (!follow || elements > most || stored.external) return { dtype, shape };
  const numbers = tensorNumbers(stored, tensor);
  return numbers === null ? { dtype, shape } : { dtype, shape, known: [...numbers] };
}

/** The declared shape and type of a graph input or output. */
export function declared(info: onnx.ValueInfo.$Properties): {
  readonly shape: Shape | null;
  readonly symbols: readonly (string | null)[];
  readonly type: number;
} {
  const tensor = info.type?.tensorType;
  const dims = tensor?.shape?.dim?.slice(0, limits.rank + 1);
  if (!tensor || !dims || dims.length > limits.rank) {
    return { shape: null, symbols: [], type: tensor?.elemType ?? 0 };
  }
  return {
    // ONNX Runtime and some writers put 0 or −1 where a dimension is open.
    shape: dims.map(({ dimValue }) => {
      const size = int(dimValue);
      return size > 0 && Number.isSafeInteger(size) ? size : null;
    }),
    symbols: dims.map(({ dimParam }) => dimParam || null),
    type: tensor.elemType ?? 0,
  };
}

/**
 * Shapes and element types of all tensors of the main graph, by the operators' own rules
 * (github.com/onnx/onnx, Operators.md); what no rule knows takes the file's own statement, if there is one.
 * @param inputShapes shapes of graph inputs, dynamic sizes already chosen
 * @throws AppError `model-refused` for a tensor that cannot be
 */
export function inferShapes(
  file: OnnxFile,
  inputShapes: ReadonlyMap<string, Shape | null>,
): Values {
  const { graph, name } = file;
  const opsets = opsetsOf(file.model);
  const values = new Map<string, Value>();
  for (const input of graph.input) {
    const { type } = declared(input);
    const shape = inputShapes.get(input.name ?? "") ?? null;
    values.set(input.name ?? "", { dtype: onnxType(type), shape });
  }
  let followed = 0;
  for (const tensor of graph.initializer) {
    const value = valueOfTensor(name, tensor, followed < limits.followedElements);
    followed += value.known?.length ?? 0;
    values.set(tensor.name ?? "", value);
  }
  const stated = new Map<string, Value>();
  for (const info of [...graph.valueInfo, ...graph.output]) {
    const { shape, type } = declared(info);
    stated.set(info.name ?? "", { dtype: onnxType(type), shape });
  }
  for (const node of graph.node) {
    const follow = followed < limits.followedElements;
    const inputs = (node.input ?? []).map((input) => {
      const value = input === "" ? nothing : (values.get(input) ?? nothing);
      return follow || value.known === undefined ? value : withoutValues(value);
    });
    const opset = opsets.get(node.domain ?? "") ?? 1;
    const outputs =
      node.opType === "Constant"
        ? [constant(name, new Attributes(node), follow)]
        : outputsOf(node, opset, inputs);
    (node.output ?? []).forEach((output, index) => {
      if (output === "") return;
      const value = merged(outputs[index] ?? nothing, stated.get(output));
      followed += value.known?.length ?? 0;
      values.set(output, follow ? value : withoutValues(value));
    });
  }
  return values;
}

function withoutValues({ dtype, shape }: Value): Value {
  return { dtype, shape };
}

/** Each domain's opset; `ai.onnx` is the empty one. */
export function opsetsOf(model: onnx.Model): ReadonlyMap<string, number> {
  return new Map(
    model.opsetImport.map(({ domain, version }) => [
      domain === "ai.onnx" ? "" : (domain ?? ""),
      int(version),
    ]),
  );
}

function outputsOf(
  node: onnx.Node.$Properties,
  opset: number,
  inputs: readonly Value[],
): readonly Value[] {
  const op = node.opType ?? "";
  const attributes = new Attributes(node);
  const view = { op, opset, attributes, inputs, outputs: node.output?.length ?? 0 };
  const rule = constantRules.get(op) ?? shapeRules.get(op);
  return rule?.(view).map(checked) ?? [];
}

/** Sizes that cannot be, and ranks beyond any real one, are unknown. */
function checked(value: Value): Value {
  const { shape } = value;
  if (shape === null) return value;
  if (shape.length > limits.rank) return { dtype: value.dtype, shape: null };
  const bad = shape.some((size) => size !== null && !(Number.isSafeInteger(size) && size >= 0));
  return bad ? { dtype: value.dtype, shape: shape.map(() => null) } : value;
}

function constant(file: string, attributes: Attributes, follow: boolean): Value {
  const tensor = attributes.tensor("value");
  if (tensor) return valueOfTensor(file, tensor, follow);
  if (attributes.has("value_int")) {
    return { dtype: "int64", shape: [], known: [attributes.int("value_int", 0)] };
  }
  if (attributes.has("value_float")) {
    return { dtype: "float32", shape: [], known: [attributes.float("value_float", 0)] };
  }
  const ints = attributes.ints("value_ints");
  if (ints) return { dtype: "int64", shape: [ints.length], known: ints };
  const floats = attributes.floats("value_floats");
  if (floats) return { dtype: "float32", shape: [floats.length], known: floats };
  return nothing;
}

function merged(inferred: Value, stated: Value | undefined): Value {
  if (stated === undefined) return inferred;
  const dtype = inferred.dtype === "unknown" ? stated.dtype : inferred.dtype;
  if (inferred.shape === null) return { dtype, shape: stated.shape };
  if (!inferred.shape.includes(null)) return { ...inferred, dtype };
  const shape = inferred.shape.map((size, axis) =>
    size === null && stated.shape?.length === inferred.shape?.length
      ? (stated.shape?.[axis] ?? null)
      : size,
  );
  return inferred.known ? { dtype, shape, known: inferred.known } : { dtype, shape };
}
