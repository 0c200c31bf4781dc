import type { Allowed } from "#protocol";
import type { Attempt, Backend, ModelCard, Variant } from "#shared";
import type { EngineEntry } from "./engines/engine.ts";

/** A (variant, engine, backend) that may be tried, once its backend is probed. */
export interface Candidate {
  readonly variant: Variant;
  readonly entry: EngineEntry;
  readonly backend: Backend;
  /** How many threads it should compute on, where that was measured; else as many as the engine likes. */
  readonly threads?: number;
}

/** What may be tried, in order, and what may not, with the reason. */
export interface Candidates {
  readonly allowed: readonly Candidate[];
  /** Backends of fitting engines that the person left out. */
  readonly excluded: readonly Attempt[];
}

/**
 * Pairs a card's variants with the engines that read them and those engines' backends, without what the
 * person excluded or what already failed on this device. The card lists its variants as they were measured,
 * the fastest on wasm first, and all of them come on each engine's first backend before any comes on the
 * next; a variant that needs something of the GPU comes on WebGPU only. Probes nothing: a slow GPU must not be waited for where another backend comes first.
 */
export function findCandidates(
  card: ModelCard,
  entries: readonly EngineEntry[],
  wish: Allowed,
  failed: readonly Attempt[],
): Candidates {
  const allowed: Candidate[] = [];
  const excluded = new Map<string, Attempt>();
  for (const { variant, entry, backend } of inOrder(card, entries)) {
    const attempt = { engine: entry.id, backend };
    if (failed.some((one) => isSameAttempt(one, attempt))) continue;
    if ((wish.engine ?? entry.id) !== entry.id || (wish.backend ?? backend) !== backend) {
      const reason = "excluded by choice";
      excluded.set(`${entry.id} ${backend}`, { ...attempt, reason });
      continue;
    }
    allowed.push({ variant, entry, backend });
  }
  return { allowed, excluded: [...excluded.values()] };
}

/** Every pair there is: by the rank of the backend in its engine, then as the card lists its variants. */
function inOrder(card: ModelCard, entries: readonly EngineEntry[]): readonly Candidate[] {
  const most = Math.max(0, ...entries.map(({ backends }) => backends.length));
  return Array.from({ length: most }, (_, rank) =>
    card.variants.flatMap((variant) =>
      entries.flatMap((entry) => {
        const backend = entry.backends[rank];
        return backend && entry.formats.includes(variant.format) && mayBeOn(variant, backend)
          ? [{ variant, entry, backend }]
          : [];
      }),
    ),
  ).flat();
}

function mayBeOn({ needs }: Variant, backend: Backend): boolean {
  return needs === undefined || backend === "webgpu";
}

/** Whether a candidate is one of some attempts. */
export function isAmong(
  { entry, backend }: Candidate,
  attempts: readonly Omit<Attempt, "reason">[],
): boolean {
  return attempts.some((one) => isSameAttempt(one, { engine: entry.id, backend }));
}

/** Whether two attempts are of one engine on one backend. */
export function isSameAttempt(a: Omit<Attempt, "reason">, b: Omit<Attempt, "reason">): boolean {
  return a.engine === b.engine && a.backend === b.backend;
}
