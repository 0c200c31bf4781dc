import type { Backend, BackendReport, ModelCard } from "#shared";
import type { Candidate } from "./candidates.ts";
import { type PreparedCandidate, prepareCandidate, type StartParts } from "./start-candidate.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What bringing a model's files before its turn needs of its surroundings. */
export interface AheadParts extends StartParts {
  probe(backend: Backend): Promise<BackendReport>;
  /** Whether starting a candidate would ask the network for nothing. */
  isStored(card: ModelCard, candidate: Candidate): Promise<boolean>;
}

/** A candidate whose files were brought before its model's turn. */
export interface BroughtAhead {
  readonly candidate: Candidate;
  /** Tells from here on how far its files are; as `prepareCandidate`. */
  take(): Promise<PreparedCandidate>;
}

/**
 * Brings what a model's first candidate needs while other models start, if all of it is stored: what the
 * network must bring comes in turn, for its progress is shown. How far it is is not told before it is taken;
 * what fails, fails there. A GPU is probed in its turn: a driver that fails must not be taken for the engine
 * that starts meanwhile.
 */
export async function bringAhead(
  card: ModelCard,
  candidate: Candidate | undefined,
  parts: AheadParts,
  signal: AbortSignal,
  proveAgain: boolean,
): Promise<BroughtAhead | undefined> {
  if (candidate?.backend !== "wasm") return undefined;
  const { variant, backend } = candidate;
  if (!(await parts.isStored(card, candidate))) return undefined;
  if (whyUnusable(variant, await parts.probe(backend)) !== undefined) return undefined;
  let tell: (() => void) | undefined;
  let latest: Parameters<StartParts["onProgress"]>[0] | undefined;
  const quiet: StartParts = {
    ...parts,
    onProgress(progress) {
      latest = progress;
      tell?.();
    },
  };
  const prepared = prepareCandidate(card, candidate, quiet, signal, proveAgain);
  prepared.catch(() => {});
  return {
    candidate,
    take() {
      tell = () => latest && parts.onProgress(latest);
      tell();
      return prepared;
    },
  };
}
