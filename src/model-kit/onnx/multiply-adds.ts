import { elementsOf } from "../element-types.ts";
import type { Shape } from "../report.ts";
import { Attributes } from "./attributes.ts";
import type { onnx } from "./generated/onnx.js";
import type { Values } from "./infer-shapes.ts";

/** Where the weights of each operator that multiplies stand among its inputs. */
const weightInput: Readonly<Record<string, number>> = {
  Conv: 1,
  FusedConv: 1,
  NhwcFusedConv: 1,
  ConvInteger: 1,
  QLinearConv: 3,
  ConvTranspose: 1,
  Gemm: 1,
  FusedGemm: 1,
  MatMul: 1,
  FusedMatMul: 1,
  MatMulInteger: 1,
  QLinearMatMul: 3,
  DynamicQuantizeMatMul: 1,
};

/** Recurrent operators multiply once for each step of time: input × W and state × R. */
const recurrent: ReadonlySet<string> = new Set(["LSTM", "GRU", "RNN"]);

/** Whether an operator multiplies matrices or slides kernels, which is where the work of a network is. */
export function multiplies(op: string): boolean {
  return op in weightInput || recurrent.has(op);
}

/**
 * Multiply-adds of one node: each output element takes one product per weight that reaches it.
 * `null` where the shapes are not known.
 */
export function multiplyAddsOf(node: onnx.Node.$Properties, values: Values): number | null {
  const op = node.opType ?? "";
  const shapeOf = (name: string | undefined): Shape | null =>
    name === undefined ? null : (values.get(name)?.shape ?? null);
  const input = shapeOf(node.input?.[0]);
  if (recurrent.has(op)) {
    const [steps = null, batch = null] = input ?? [];
    const weights = elementsOf(shapeOf(node.input?.[1]));
    const state = elementsOf(shapeOf(node.input?.[2]));
    if (steps === null || batch === null || weights === null || state === null) return null;
    return steps * batch * (weights + state);
  }
  const index = weightInput[op];
  if (index === undefined) return 0;
  const weights = shapeOf(node.input?.[index]);
  const output = elementsOf(shapeOf(node.output?.[0]));
  if (op === "ConvTranspose") {
    const elements = elementsOf(input);
    const perInput = elementsOf(weights?.slice(1) ?? null);
    return elements === null || perInput === null ? null : elements * perInput;
  }
  if (output === null) return null;
  if (/Conv/.test(op)) {
    const perOutput = elementsOf(weights?.slice(1) ?? null);
    return perOutput === null ? null : output * perOutput;
  }
  const inner = /Gemm/.test(op)
    ? (input?.[new Attributes(node).int("transA", 0) === 1 ? 0 : 1] ?? null)
    : (input?.at(-1) ?? null);
  return inner === null ? null : output * inner;
}
