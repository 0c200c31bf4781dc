import type { EngineOnBackend, Events } from "#protocol";
import { engineBytesOn, filesOf, type ModelCard, type PinnedFile, type Variant } from "#shared";
import { bringRuntime, hasRuntime, type RuntimeParts } from "./bring-runtime.ts";
import type { Candidate } from "./candidates.ts";
import type { Engine, Session } from "./engines/engine.ts";
import { fetchEngine } from "./fetch-engine.ts";
import { type KeptProofs, proofKey } from "./kept-proofs.ts";
import type { FetchedFiles, FetchFilesOptions } from "./model-files.ts";
import { type Proof, proofOf, provedBefore } from "./proof.ts";
import { proofAgain } from "./prove-again.ts";
import { createStartProgress, type StartProgress } from "./start-progress.ts";
import { variantFilesOf } from "./variant-files.ts";

/** What starting a candidate needs of its surroundings. */
export interface StartParts extends RuntimeParts {
  readonly proofs: KeptProofs;
  fetchFiles(files: readonly PinnedFile[], options: FetchFilesOptions): Promise<FetchedFiles>;
  /** Files of a variant and its proof that are not stored whole. */
  missingFiles(card: ModelCard, variant: Variant): Promise<readonly PinnedFile[]>;
  onProgress(progress: Events["progress"]): void;
  onAttempt(attempt: Events["attempt"]): void;
  /** A session was started and proved: all that it needs of the network is here. */
  onStarted(candidate: Candidate): void;
}

/** A candidate whose files are here. */
export interface PreparedCandidate {
  readonly downloadMs: number;
  /** False when at least one file could not be stored. */
  readonly kept: boolean;
  /** Whether the engine's own files came as well. */
  readonly hasRuntime: boolean;
  readonly proof: Proof;
  /**
   * Starts the engine, and proves it unless that was done before.
   * @throws AppError `golden-mismatch`, `engine-failed`, `offline`, or the platform's `AbortError`
   */
  start(signal: AbortSignal): Promise<Session>;
}

/**
 * Brings a candidate's files and its engine's code.
 * @throws AppError `offline`, `download-failed`, `download-corrupt`, `bad-card`; the platform's `AbortError`
 */
export async function prepareCandidate(
  card: ModelCard,
  candidate: Candidate,
  parts: StartParts,
  signal: AbortSignal,
  proveAgain: boolean,
): Promise<PreparedCandidate> {
  const { entry, backend, variant, threads } = candidate;
  // Code and weights travel at the same time; what happens to the code is looked at in the attempt.
  const code = fetchEngine(entry);
  code.catch(() => {});
  const startMs = performance.now();
  let healed = false;
  const failure = new AbortController();
  const progress = createStartProgress(parts.onProgress);
  const either = AbortSignal.any([signal, failure.signal]);
  const on = { engine: entry.id, backend };
  const runtime = bringRuntimeOf(code, on, parts, progress, either);
  runtime.catch(() => {});
  const fetchNow = async (files: readonly PinnedFile[]): Promise<FetchedFiles> => {
    try {
      return await parts.fetchFiles(files, {
        signal,
        onTrouble(kind) {
          healed ||= kind === "store-corrupt";
        },
        onProgress: progress.files,
      });
    } catch (error) {
      failure.abort();
      throw error;
    }
  };
  const key = backend === "wasm" ? proofKey(card, variant, entry.id) : undefined;
  const lacking = parts.missingFiles(card, variant);
  const wasProved =
    !proveAgain &&
    key !== undefined &&
    (await parts.proofs.has(key)) &&
    (await lacking).length === 0;
  // What was proved is not compared again: of its files, which are all here, only the weights are read.
  let fetched = await fetchNow(wasProved ? variant.files : filesOf(card, variant));
  // Where the store was broken nothing that it says is taken for granted.
  const known = wasProved && !healed;
  if (wasProved && healed) {
    const others = filesOf(card, variant).filter((file) => !variant.files.includes(file));
    const golden = await fetchNow(others);
    fetched = {
      files: new Map([...fetched.files, ...golden.files]),
      kept: fetched.kept && golden.kept,
    };
  }
  await code.catch(() => {});
  const isRuntimeHere = await runtime;
  const downloadMs = performance.now() - startMs;
  const proof = known ? provedBefore(card) : await proofOf(card, variant, fetched.files);
  signal.throwIfAborted();

  return {
    downloadMs,
    kept: fetched.kept,
    hasRuntime: isRuntimeHere,
    proof,
    async start(signal) {
      parts.onAttempt({ ...on, state: "started" });
      try {
        const engine = await code;
        const files = variantFilesOf(card, variant, fetched.files, proof);
        const session = await engine.load(files, backend, signal, threads);
        try {
          await proof.prove(session, entry.id, backend);
          signal.throwIfAborted();
        } catch (error) {
          session.dispose();
          throw error;
        }
        if (key !== undefined && !known) void parts.proofs.add(key);
        parts.onStarted(candidate);
        const again = proofAgain(card, candidate, session, parts.fetchFiles);
        return Object.assign(session, { proveAgain: again });
      } finally {
        parts.onAttempt({ ...on, state: "settled" });
      }
    },
  };
}

/** Brings what an engine fetches when it starts; whether all of it is here. */
async function bringRuntimeOf(
  code: Promise<Engine>,
  on: EngineOnBackend,
  parts: StartParts,
  progress: StartProgress,
  signal: AbortSignal,
): Promise<boolean> {
  if (await hasRuntime(on, parts)) return true;
  progress.expectEngine(engineBytesOn(on, "Suspending" in WebAssembly));
  // It may not arrive: the start says so.
  const engine = await code.catch(() => undefined);
  const options = { signal, onProgress: progress.engine };
  const isHere = engine !== undefined && (await bringRuntime(engine, on.backend, options));
  progress.engineHere();
  return isHere;
}
