import type { Backend, EngineId, ModelFormat } from "#shared";
import { extraInputsOf } from "../propose/extra-inputs.ts";
import type { EngineSupport, ModelReport, SupportReason } from "../report.ts";
import { liteRtReasons } from "./litert-support.ts";
import { onnxReasons } from "./onnx-support.ts";
import { tfjsReasons } from "./tfjs-support.ts";

const readBy: Readonly<Record<EngineId, ModelFormat>> = {
  onnx: "onnx",
  litert: "tflite",
  tfjs: "tfjs",
};

/** A 32-bit engine cannot hold more than this: weights, the file itself, and what it computes. */
const mostBytes = 3.5 * 2 ** 30;

/**
 * What each engine on each backend will do with a model, as far as the file tells: six answers, every
 * refusal with its reasons. A run may still fail; it is never tried where this says no.
 */
export function supportOf(report: ModelReport): readonly EngineSupport[] {
  return (["onnx", "litert", "tfjs"] as const).flatMap((engine) =>
    (["wasm", "webgpu"] as const).map((backend): EngineSupport => {
      const reasons = reasonsOf(report, engine, backend);
      return { engine, backend, ok: reasons.length === 0, reasons };
    }),
  );
}

function reasonsOf(
  report: ModelReport,
  engine: EngineId,
  backend: Backend,
): readonly SupportReason[] {
  if (readBy[engine] !== report.format) return [{ code: "format" }];
  const { weightBytes, activationBytes } = report.memory;
  const needed = report.fileBytes + weightBytes + (activationBytes ?? 0);
  const unknown = extraInputsOf(report).unknown.map((port): SupportReason => {
    return { code: "input-unknown", port };
  });
  const common: readonly SupportReason[] =
    needed > mostBytes ? [...unknown, { code: "memory" }] : unknown;
  switch (engine) {
    case "onnx":
      return [...onnxReasons(report), ...common];
    case "litert":
      return [...liteRtReasons(report, backend), ...common];
    case "tfjs":
      return [...tfjsReasons(report, backend), ...common];
  }
}
