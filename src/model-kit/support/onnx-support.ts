import type { ElementType, ModelReport, SupportReason } from "../report.ts";

/** The opsets of ai.onnx and the IR versions that ONNX Runtime 1.30 has kernels for. */
const opsets = { from: 7, to: 26 } as const;
const newestIr = 13;

/** ONNX's own operators that its web builds have no kernel for. */
const missing: ReadonlySet<string> = new Set(["ImageDecoder"]);

/** Operators that only move or rename values, whatever their type. */
const moving =
  /^(Cast|CastLike|Identity|Reshape|Transpose|Concat|Split|Slice|Gather|Shape|Size|Squeeze|Unsqueeze|Flatten|Constant|If|Loop|Where|Expand|Pad|Tile|QuantizeLinear|DequantizeLinear)$/;
/** Operators of float64 without a kernel. */
const noDoubles =
  /^(Conv|ConvTranspose|FusedConv|GlobalAveragePool|AveragePool|InstanceNormalization|LRN|PRelu)$/;

/**
 * Why ONNX Runtime will not run an ONNX model; both of its builds have all kernels of the processor, and
 * what the GPU lacks runs there.
 */
export function onnxReasons(report: ModelReport): readonly SupportReason[] {
  const reasons: SupportReason[] = [];
  const opset = report.opsets.find(({ domain }) => domain === "")?.version ?? opsets.from;
  if (opset < opsets.from || opset > opsets.to) reasons.push({ code: "opset", version: opset });
  if (report.schemaVersion > newestIr)
    reasons.push({ code: "opset", version: report.schemaVersion });
  for (const { name, domain, custom, dtypes } of report.operators) {
    if (custom) reasons.push({ code: "operator-custom", operator: nameOf(domain, name) });
    else if (domain === "" && missing.has(name)) {
      reasons.push({ code: "operator-unknown", operator: name });
    }
    const dtype = dtypes.find((type) => refusedType(type, name));
    if (dtype) reasons.push({ code: "operator-dtype", operator: name, dtype });
  }
  for (const { name, present } of report.externalData) {
    if (!present) reasons.push({ code: "external-data-missing", port: name });
  }
  for (const { name, dtype } of report.inputs) {
    if (unfed.has(dtype)) reasons.push({ code: "input-dtype", port: name, dtype });
  }
  for (const { name, dtype } of report.outputs) {
    if (unread.has(dtype)) reasons.push({ code: "output-dtype", port: name, dtype });
  }
  return reasons;
}

function nameOf(domain: string, name: string): string {
  return domain === "" ? name : `${domain}.${name}`;
}

function refusedType(type: ElementType, operator: string): boolean {
  if (moving.test(operator)) return false;
  if (type === "bfloat16" || type === "complex64" || type === "complex128") return true;
  return type === "float64" && noDoubles.test(operator);
}

/** Types that no picture can be turned into, or that its web builds have no tensors of. */
const unfed: ReadonlySet<ElementType> = new Set(["string", "bfloat16", "complex64", "complex128"]);
const unread: ReadonlySet<ElementType> = new Set(["bfloat16", "complex64", "complex128"]);
