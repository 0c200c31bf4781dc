import type {
  CandidateRow,
  EngineOnBackend,
  LoadRequest,
  MissingCandidate,
  ModelTunePlan,
  TuneCandidate,
} from "#protocol";
import type { Backend, BackendReport, ModelCard, PinnedFile, Variant } from "#shared";
import { type Candidate, findCandidates, isSameAttempt } from "./candidates.ts";
import type { EngineEntry } from "./engines/engine.ts";
import { mostThreads } from "./engines/most-threads.ts";
import { fastestOf, isRowOf, isSameSession } from "./fastest.ts";
import { deadlyReason } from "./kept-tunings.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What planning needs of its surroundings. */
export interface PlanParts {
  readonly engines: readonly EngineEntry[];
  probe(backend: Backend): Promise<BackendReport>;
  /** What was measured of the card here, as far as it still holds. */
  measured(card: ModelCard): Promise<readonly CandidateRow[]>;
  /** Files of a variant and its proof that are not stored. */
  missingFiles(card: ModelCard, variant: Variant): Promise<readonly PinnedFile[]>;
  isEngineKept(on: EngineOnBackend): Promise<boolean>;
  isDeadly(candidate: TuneCandidate): Promise<boolean>;
  /** The processor plays the GPU: it can only be slower than the processor. */
  readonly softwareGpu: boolean;
}

/** What is left to measure of a card, and all that is known; nothing is started or fetched. */
export async function planModel(
  card: ModelCard,
  { allowed: wish, refused }: Pick<LoadRequest, "allowed" | "refused">,
  parts: PlanParts,
): Promise<ModelTunePlan> {
  const allowed = findCandidates(card, parts.engines, wish, refused).allowed;
  const known = await parts.measured(card);
  const rows: CandidateRow[] = [];
  const ready: TuneCandidate[] = [];
  const failed: TuneCandidate[] = [];
  const missing: MissingCandidate[] = [];

  for (const candidate of findCandidates(card, parts.engines, {}, []).allowed) {
    const { variant, entry, backend } = candidate;
    const on = { engine: entry.id, backend };
    const mayRun = allowed.some((one) => isSameSession(one, candidate));
    // Trying it would keep all that is drawn waiting; where the person wants it, there is nothing else.
    const isSlow = backend === "webgpu" && parts.softwareGpu && wish.backend !== "webgpu";
    // What may not be used is not probed, either.
    const probe = mayRun && !isSlow ? await parts.probe(backend) : undefined;
    const lack = probe && whyUnusable(variant, probe);
    const threads = usualThreads(on, probe?.threads ?? 1);
    const one: TuneCandidate = { model: card.id, variant: variant.id, ...on, threads };
    const unused = (reason: string): CandidateRow => ({
      ...one,
      precision: variant.precision,
      correct: false,
      reason,
    });
    const others = known.filter(
      (row) => isRowOf(row, { ...one, threads: row.threads }) && row.threads !== threads,
    );
    const row = known.find((each) => isRowOf(each, one));
    if (!mayRun) {
      const failed = refused.find((attempt) => isSameAttempt(attempt, on));
      rows.push(unused(failed?.reason ?? "excluded by choice"));
    } else if (isSlow) rows.push(unused("this GPU is software: the processor itself is faster"));
    else if (lack !== undefined) rows.push(unused(lack));
    else if (row?.medianMs !== undefined) rows.push(row, ...others);
    else if (await parts.isDeadly(one)) {
      rows.push(unused(deadlyReason));
    } else {
      const files = await parts.missingFiles(card, variant);
      const engineMissing = !(await parts.isEngineKept(on));
      const isHere = files.length === 0 && !engineMissing;
      if (!isHere) {
        const lacking = files.map(({ sha256, bytes }) => ({ sha256, bytes }));
        missing.push({ ...one, files: lacking, engineMissing });
      } else if (row) failed.push(one);
      else ready.push(one);
      const why = isHere ? "not measured yet" : "not measured: it is not on this device";
      rows.push(row ?? unused(why), ...others);
    }
  }
  return { model: card.id, rows, champion: await championOf(allowed), ready, failed, missing };

  async function championOf(candidates: readonly Candidate[]): Promise<TuneCandidate | null> {
    const fastest = fastestOf(candidates, rows);
    if (!fastest) return null;
    const { variant, entry, backend, threads } = fastest;
    const on = { engine: entry.id, backend };
    if ((await parts.missingFiles(card, variant)).length > 0) return null;
    if (!(await parts.isEngineKept(on))) return null;
    return { model: card.id, variant: variant.id, ...on, threads };
  }
}

/** On how many threads an engine computes where nobody says. */
export function usualThreads({ engine, backend }: EngineOnBackend, available: number): number {
  return backend === "wasm" ? Math.min(available, mostThreads[engine]) : 1;
}
