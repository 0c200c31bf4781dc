import type { BenchChoice, BenchPlan } from "#protocol";
import { AppError, type Backend, type BackendReport } from "#shared";
import { findCandidates } from "../candidates.ts";
import { mostThreads } from "../engines/most-threads.ts";
import { gpuKind } from "../gpu-kind.ts";
import { keptTunings } from "../kept-tunings.ts";
import { isEngineKept, missingFiles } from "../stored-candidates.ts";
import { usualThreads } from "../tuner-plan.ts";
import type { CandidateSource } from "../wanted-candidate.ts";
import { whyUnusable } from "../why-unusable.ts";

/** What planning needs of its surroundings. */
export interface BenchPlanParts extends CandidateSource {
  probe(backend: Backend): Promise<BackendReport>;
}

/**
 * Looks what could run a model here; starts no engine and fetches nothing.
 * @throws AppError `model-needed` where the model is not on this device any more
 */
export async function planBench(model: string, parts: BenchPlanParts): Promise<BenchPlan> {
  const card = await parts.cardById(model);
  if (!card) throw new AppError("model-needed", { task: model });
  const gpu = await gpuKind();
  const { threads: available } = await parts.probe("wasm");
  const choices: BenchChoice[] = [];
  for (const { variant, entry, backend } of findCandidates(card, parts.engines, {}, []).allowed) {
    const on = { engine: entry.id, backend };
    const lack = whyUnusable(variant, await parts.probe(backend));
    choices.push({
      variant: variant.id,
      precision: variant.precision,
      ...on,
      threads: threadChoices(
        usualThreads(on, available),
        backend === "wasm" ? Math.min(available, threadedMost(entry.id)) : 1,
      ),
      sha256: variant.files.map(({ sha256 }) => sha256),
      missing: (await missingFiles(card, variant)).map(({ sha256, bytes }) => ({ sha256, bytes })),
      engineMissing: !(await isEngineKept(on, keptTunings)),
      ...(lack !== undefined && { reason: lack }),
    });
  }
  return { choices, gpu: gpu.name, softwareGpu: gpu.software, threads: available };
}

/** An engine without threads stays without; one that takes few by itself may be asked for more. */
function threadedMost(engine: keyof typeof mostThreads): number {
  return mostThreads[engine] === 1 ? 1 : Number.POSITIVE_INFINITY;
}

/** The usual count first, then the most, and half of it, and half of that, down to one. */
export function threadChoices(usual: number, most: number): readonly number[] {
  const counts = new Set([usual]);
  for (let count = most; count >= 1; count >>= 1) counts.add(count);
  return [...counts];
}
