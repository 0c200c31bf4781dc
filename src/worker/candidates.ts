import type { Allowed } from "#protocol";
import type { Attempt, Backend, BackendReport, ModelCard, Variant } from "#shared";
import type { EngineEntry } from "./engines/engine.ts";

/** A (variant, engine, backend) that may be tried. */
export interface Candidate {
  readonly variant: Variant;
  readonly entry: EngineEntry;
  readonly backend: Backend;
}

/** What may be tried, in order, and what may not, with the reason. */
export interface Candidates {
  readonly usable: readonly Candidate[];
  /** Backends of fitting engines that the probe refused on this device. */
  readonly refused: readonly Attempt[];
  /** Backends of fitting engines that the person left out. */
  readonly excluded: readonly Attempt[];
}

/**
 * Pairs a card's variants with the engines that read them and those engines' backends. Nothing is probed
 * that the person excluded or that already failed on this device.
 */
export async function findCandidates(
  card: ModelCard,
  entries: readonly EngineEntry[],
  allowed: Allowed,
  failed: readonly Attempt[],
  probe: (backend: Backend) => Promise<BackendReport>,
): Promise<Candidates> {
  const usable: Candidate[] = [];
  const refused = new Map<string, Attempt>();
  const excluded = new Map<string, Attempt>();
  for (const entry of entries) {
    for (const backend of entry.backends) {
      const variants = card.variants.filter(({ format }) => entry.formats.includes(format));
      const key = `${entry.id} ${backend}`;
      const attempt = { engine: entry.id, backend };
      if (variants.length === 0 || failed.some((one) => sameAttempt(one, attempt))) continue;
      if ((allowed.engine ?? entry.id) !== entry.id || (allowed.backend ?? backend) !== backend) {
        excluded.set(key, { ...attempt, reason: "excluded by choice" });
        continue;
      }
      const report = await probe(backend);
      if (report.ok) usable.push(...variants.map((variant) => ({ variant, entry, backend })));
      else refused.set(key, { ...attempt, reason: report.reason ?? "the probe failed" });
    }
  }
  return { usable, refused: [...refused.values()], excluded: [...excluded.values()] };
}

function sameAttempt(a: Omit<Attempt, "reason">, b: Omit<Attempt, "reason">): boolean {
  return a.engine === b.engine && a.backend === b.backend;
}
