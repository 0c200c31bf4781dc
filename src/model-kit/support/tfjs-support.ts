import type { Backend } from "#shared";
import type { ElementType, ModelReport, SupportReason } from "../report.ts";

/** Operators whose kernels TF.js 4.22 has neither on wasm nor on WebGPU. */
const nowhere = [
  "RaggedGather",
  "RaggedRange",
  "RaggedTensorToTensor",
  "StaticRegexReplace",
  "SimpleMLCreateModelResource",
  "SimpleMLLoadModelFromPathWithHandle",
  "SimpleMLInferenceOpWithHandle",
] as const;

/** TensorFlow operators of the converter whose kernels a backend of TF.js 4.22 lacks. */
export const tfjsMissing: Readonly<Record<Backend, ReadonlySet<string>>> = {
  wasm: new Set([
    ...nowhere,
    "Complex",
    "ComplexAbs",
    "Imag",
    "Real",
    "Einsum",
    "FFT",
    "IFFT",
    "RFFT",
    "IRFFT",
  ]),
  webgpu: new Set([
    ...nowhere,
    "BitwiseAnd",
    "NonMaxSuppressionV4",
    "Unique",
    "UniqueV2",
    "SparseFillEmptyRows",
    "SparseReshape",
    "StringSplit",
    "StringToHashBucketFast",
  ]),
};

/** Element types of TF.js tensors; it feeds whole numbers of any width as int32. */
const ports: ReadonlySet<ElementType> = new Set(["float32", "int32", "uint8", "bool", "unknown"]);

/** Why TF.js will not run a TF.js model. */
export function tfjsReasons(report: ModelReport, backend: Backend): readonly SupportReason[] {
  const reasons: SupportReason[] = [];
  for (const { name, custom } of report.operators) {
    if (custom) reasons.push({ code: "operator-custom", operator: name });
    else if (tfjsMissing[backend].has(name)) {
      reasons.push({ code: "operator-unknown", operator: name });
    }
  }
  for (const { name, dtype } of report.inputs) {
    if (!ports.has(dtype)) reasons.push({ code: "input-dtype", port: name, dtype });
  }
  for (const { name, dtype } of report.outputs) {
    if (!ports.has(dtype)) reasons.push({ code: "output-dtype", port: name, dtype });
  }
  return reasons;
}
