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

/** What this worker has brought: it is not asked for twice. */
const brought = new Set<string>();

/**
 * Brings what an engine's library fetches when it starts, unless it is kept, so that it is found in the browser's
 * cache then: an engine has half a minute to start, and megabytes take longer than that on a slow line. What
 * cannot be brought is left to the start, which says what is wrong with it.
 * @throws the platform's `AbortError`
 */
export async function bringRuntime(
  engine: Engine,
  backend: Backend,
  parts: RuntimeParts,
  { signal, onProgress, stallMs = 30_000 }: BringRuntimeOptions,
  known: Set<string> = brought,
): Promise<void> {
  if (!engine.runtimeFiles || (await parts.isEngineKept({ engine: engine.id, backend }))) return;
  let loadedBytes = 0;
  for (const address of await engine.runtimeFiles(backend)) {
    if (known.has(address)) continue;
    try {
      await readThrough(address, { signal, stallMs }, (bytes) => {
        loadedBytes += bytes;
        onProgress(loadedBytes);
      });
      known.add(address);
    } catch {
      signal.throwIfAborted();
    }
  }
}

async function readThrough(
  address: string,
  { signal, stallMs }: Required<Pick<BringRuntimeOptions, "signal" | "stallMs">>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const stall = new AbortController();
  const give = (): void => stall.abort();
  let timer = setTimeout(give, stallMs);
  try {
    const response = await fetch(address, {
      credentials: "same-origin",
      signal: AbortSignal.any([signal, stall.signal]),
    });
    const reader = response.body?.getReader();
    if (!response.ok || !reader) return;
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
