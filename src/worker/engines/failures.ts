import { AppError, type Backend, type EngineId } from "#shared";
import { workerGpu } from "../gpu.ts";
import { causeInWords } from "./cause-in-words.ts";

/** What went wrong in one backend of an engine. */
export interface Failures {
  /** @throws AppError `engine-failed`, the first failure */
  check(): void;
  /** Turns what the library threw into the one error that leaves the engine, and remembers it. */
  from(cause: unknown): Promise<AppError>;
}

/**
 * Keeps the failures of an engine's backends. After one, nothing is known about the engine's memory
 * there, so the backend is given up until the worker is replaced.
 */
export function createFailures(
  engine: EngineId,
  loss = workerGpu.loss,
): (backend: Backend) => Failures {
  const first = new Map<Backend, AppError>();
  return (backend) => ({
    check() {
      const before = first.get(backend);
      if (before) throw before;
    },
    async from(cause) {
      if (cause instanceof AppError) return cause;
      // A lost device shows as many things, even as an `AbortError`, which would read as "cancelled".
      const lost = backend === "webgpu" ? await loss(cause).catch(() => undefined) : undefined;
      const reason = lost ?? causeInWords(cause);
      const error = new AppError("engine-failed", { engine, backend, reason }, { cause });
      if (!first.has(backend)) first.set(backend, error);
      return first.get(backend) ?? error;
    },
  });
}
