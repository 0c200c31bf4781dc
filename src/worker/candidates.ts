import type { Allowed } from "#protocol";
import type { Attempt, Backend, ModelCard, Variant } from "#shared";
import type { EngineEntry } from "./engines/engine.ts";

/** A (variant, engine, backend) that may be tried, once its backend is probed. */
export interface Candidate {
  readonly variant: Variant;
  readonly entry: EngineEntry;
  readonly backend: Backend;
}

/** What may be tried, in order, and what may not, with the reason. */
export interface Candidates {
  readonly allowed: readonly Candidate[];
  /** Backends of fitting engines that the person left out. */
  readonly excluded: readonly Attempt[];
}

/**
 * Pairs a card's variants with the engines that read them and those engines' backends, without what the
 * person excluded or what already failed on this device. Probes nothing: a slow GPU must not be waited for
 * where another backend comes first.
 */
export function findCandidates(
  card: ModelCard,
  entries: readonly EngineEntry[],
  wish: Allowed,
  failed: readonly Attempt[],
): Candidates {
  const allowed: Candidate[] = [];
  const excluded = new Map<string, Attempt>();
  for (const entry of entries) {
    for (const backend of entry.backends) {
      const variants = card.variants.filter(({ format }) => entry.formats.includes(format));
      const attempt = { engine: entry.id, backend };
      if (variants.length === 0 || failed.some((one) => isSameAttempt(one, attempt))) continue;
      if ((wish.engine ?? entry.id) !== entry.id || (wish.backend ?? backend) !== backend) {
        const reason = "excluded by choice";
        excluded.set(`${entry.id} ${backend}`, { ...attempt, reason });
        continue;
      }
      allowed.push(...variants.map((variant) => ({ variant, entry, backend })));
    }
  }
  return { allowed, excluded: [...excluded.values()] };
}

/** Whether two attempts are of one engine on one backend. */
export function isSameAttempt(a: Omit<Attempt, "reason">, b: Omit<Attempt, "reason">): boolean {
  return a.engine === b.engine && a.backend === b.backend;
}
