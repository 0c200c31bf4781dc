import type { EngineOnBackend } from "#protocol";
import type { Backend } from "#shared";
import type { Engine } from "./engines/engine.ts";

/** What bringing runtime files needs of its surroundings. */
export interface RuntimeParts {
  /** Whether starting an engine on a backend asks the network for nothing. */
  isEngineKept(on: EngineOnBackend): Promise<boolean>;
}

/** How an engine's runtime files are brought. */
export interface BringRuntimeOptions {
  readonly signal: AbortSignal;
  /** Bytes that have arrived, of all the files together. */
  onProgress(loadedBytes: number): void;
  /** So long without a byte and no more will come. */
  readonly stallMs?: number;
}

/** What this worker has brought, as engine and backend: it is not asked for twice. */
const brought = new Set<string>();

function nameOf({ engine, backend }: EngineOnBackend): string {
  return `${engine} ${backend}`;
}

/** Whether an engine can start on a backend without asking the network for more than an answer of its cache. */
export async function hasRuntime(
  on: EngineOnBackend,
  parts: RuntimeParts,
  known: ReadonlySet<string> = brought,
): Promise<boolean> {
  return known.has(nameOf(on)) || (await parts.isEngineKept(on));
}

/**
 * Brings what an engine's library fetches when it starts, so that it is found in the browser's cache then: an
 * engine has half a minute to start, and megabytes take longer than that on a slow line.
 * @returns whether all of it came; what is wrong is told by the start
 * @throws the platform's `AbortError`
 */
export async function bringRuntime(
  engine: Engine,
  backend: Backend,
  { signal, onProgress, stallMs = 10_000 }: BringRuntimeOptions,
  known: Set<string> = brought,
): Promise<boolean> {
  if (!engine.runtimeFiles) return true;
  let loadedBytes = 0;
  try {
    for (const address of await engine.runtimeFiles(backend)) {
      await readThrough(address, { signal, stallMs }, (bytes) => {
        loadedBytes += bytes;
        onProgress(loadedBytes);
      });
    }
  } catch {
    signal.throwIfAborted();
    return false;
  }
  known.add(nameOf({ engine: engine.id, backend }));
  return true;
}

/** Brings it unless it is here, and tells nothing. */
export async function ensureRuntime(
  engine: Engine,
  backend: Backend,
  parts: RuntimeParts,
  signal: AbortSignal,
): Promise<void> {
  if (await hasRuntime({ engine: engine.id, backend }, parts)) return;
  await bringRuntime(engine, backend, { signal, onProgress: () => {} });
}

/** @throws Error where it does not come whole, or something else comes in its place */
async function readThrough(
  address: string,
  { signal, stallMs }: Required<Pick<BringRuntimeOptions, "signal" | "stallMs">>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const stall = new AbortController();
  const give = (): void => stall.abort();
  let timer = setTimeout(give, stallMs);
  try {
    const either = AbortSignal.any([signal, stall.signal]);
    const response = await fetch(address, { credentials: "same-origin", signal: either });
    const type = response.headers.get("Content-Type") ?? "";
    if (!response.ok || !response.body || type.startsWith("text/html")) {
      await response.body?.cancel();
      throw new Error(`${address} answered ${response.status}, ${type}`);
    }
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(give, stallMs);
      onBytes(value.byteLength);
    }
  } finally {
    clearTimeout(timer);
  }
}
