import { AppError, type Attempt } from "#shared";
import type { AppState } from "./app-state.ts";
import { jsHeapBytes } from "./js-heap.ts";
import { queueReport } from "./queue-report.ts";

/** The diagnostics report: what `?debug` shows and what "Copy report" copies. */
export function reportOf(state: AppState): object {
  const { worker, guards, network, model } = state;
  const session = model.at === "ready" ? model.session : (worker?.session ?? null);
  const nothing = { p50Ms: 0, p95Ms: 0 };
  const error = model.at === "failed" ? model.error : undefined;
  return {
    task: state.task,
    model: session?.model ?? null,
    variant: session?.variant ?? null,
    engine: session?.engine ?? null,
    backend: session?.backend ?? null,
    threads: session?.threads ?? 0,
    isolated: globalThis.crossOriginIsolated === true,
    guards: { ...guards, workerCsp: worker?.guards.csp ?? null },
    fps: worker?.fps ?? 0,
    frames: worker?.frames ?? { captured: 0, processed: 0, dropped: 0, open: 0 },
    stages: worker?.stages ?? {},
    frameAgeMs: worker?.frameAgeMs ?? nothing,
    overheadMs: worker?.overheadMs ?? nothing,
    memory: {
      jsHeapBytes: jsHeapBytes(),
      ...(worker?.memory ?? { wasmBytes: 0, gpuBuffers: 0, openFrames: 0 }),
    },
    result: state.result,
    results: state.queue.items.flatMap(({ name, kind, outcome }) =>
      outcome.at === "done" && kind === "picture"
        ? outcome.results.map((result) => ({ file: name, result }))
        : [],
    ),
    queue: queueReport(state.queue),
    refused: session?.refused ?? (error ? attemptsIn(error) : []),
    backends: worker?.backends ?? [],
    candidates: worker?.candidates ?? [],
    swap: worker?.swap ?? null,
    governor: state.governor,
    recoveries: state.recoveries,
    loadMs: session?.loadMs ?? null,
    kept: session?.kept ?? null,
    store: worker?.store ?? [],
    import: state.importReport,
    network: {
      requests: network.requests,
      bytesIn: network.bytesIn,
      foreignRequests: network.foreignRequests,
      refusals: network.refusals,
    },
    error: error ? { code: error.code, details: error.details, cause: causesOf(error) } : null,
  };
}

/** The refused attempts that a failure carries, if it carries any. */
export function attemptsIn(error: AppError): readonly Attempt[] {
  return AppError.is(error, "no-backend") ? error.details.attempts : [];
}

function causesOf(error: Error): string[] {
  const { cause } = error;
  return cause instanceof Error ? [cause.message, ...causesOf(cause)] : [];
}
