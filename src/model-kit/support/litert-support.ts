import type { Backend } from "#shared";
import type { ElementType, ModelReport, SupportReason } from "../report.ts";
import { liteRtGpuOperators } from "../tflite/operators.ts";

/** Tensors that LiteRT.js 2.5 takes and gives; int8 and int64, among others, it refuses. */
const ports: ReadonlySet<ElementType> = new Set(["float32", "int32", "uint8"]);

/** Builtin operators of the schema that LiteRT has no kernel for: left over, or for servers only. */
const missing = /^(CONCAT_EMBEDDINGS|CALL|DELEGATE|BUILTIN_\d+)$/;

/**
 * Why LiteRT.js will not run a TFLite model. It does not refuse custom operators that it does not know, but
 * runs them and returns memory that nobody wrote: so they are refused here.
 */
export function liteRtReasons(report: ModelReport, backend: Backend): readonly SupportReason[] {
  const reasons: SupportReason[] = [];
  for (const { name, custom } of report.operators) {
    if (missing.test(name)) reasons.push({ code: "operator-unknown", operator: name });
    else if (custom) reasons.push({ code: "operator-custom", operator: name });
    else if (backend === "webgpu" && !liteRtGpuOperators.has(name)) {
      reasons.push({ code: "operator-unknown", operator: name });
    }
  }
  if (backend === "webgpu" && report.controlFlow.length > 0) {
    reasons.push(
      ...report.controlFlow.map((operator) => ({ code: "control-flow", operator }) as const),
    );
  }
  for (const { name, dtype, shape } of report.inputs) {
    if (!ports.has(dtype)) reasons.push({ code: "input-dtype", port: name, dtype });
    // A batch that is open runs as 1; other sizes are those of the conversion, which nobody may have meant.
    if (shape === null || shape.slice(1).includes(null)) {
      reasons.push({ code: "dynamic-shape", port: name });
    }
  }
  for (const { name, dtype, shape } of report.outputs) {
    if (!ports.has(dtype)) reasons.push({ code: "output-dtype", port: name, dtype });
    if (shape === null || shape.slice(1).includes(null)) {
      reasons.push({ code: "output-shape-unknown", port: name });
    }
  }
  return reasons;
}
