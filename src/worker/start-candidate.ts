import type { Events } from "#protocol";
import { filesOf, type ModelCard, type PinnedFile } from "#shared";
import type { Candidate } from "./candidates.ts";
import type { Session } from "./engines/engine.ts";
import { fetchEngine } from "./fetch-engine.ts";
import { type KeptProofs, proofKey } from "./kept-proofs.ts";
import type { FetchedFiles, FetchFilesOptions } from "./model-files.ts";
import { type Proof, proofOf, provedBefore } from "./proof.ts";
import { proofAgain } from "./prove-again.ts";
import { variantFilesOf } from "./variant-files.ts";

/** What starting a candidate needs of its surroundings. */
export interface StartParts {
  readonly proofs: KeptProofs;
  fetchFiles(files: readonly PinnedFile[], options: FetchFilesOptions): Promise<FetchedFiles>;
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
  readonly proof: Proof;
  /**
   * Starts the engine, and proves it unless that was done before.
   * @throws AppError `golden-mismatch`, `engine-failed`, `offline`, or the platform's `AbortError`
   */
  start(): Promise<Session>;
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
  const fetchNow = (files: readonly PinnedFile[]): Promise<FetchedFiles> =>
    parts.fetchFiles(files, {
      signal,
      onTrouble(kind) {
        healed ||= kind === "store-corrupt";
      },
      onProgress: (loadedBytes, totalBytes, cachedBytes) =>
        parts.onProgress({ loadedBytes, totalBytes, cachedBytes }),
    });
  const key = backend === "wasm" ? proofKey(card, variant, entry.id) : undefined;
  const wasProved = !proveAgain && key !== undefined && (await parts.proofs.has(key));
  // What was proved is not compared again: of its files only the weights are read.
  const whole = await fetchNow(wasProved ? variant.files : filesOf(card, variant));
  // Where the store was broken nothing that it says is taken for granted.
  const known = wasProved && !healed;
  const fetched = wasProved && healed ? await fetchNow(filesOf(card, variant)) : whole;
  await code.catch(() => {});
  const downloadMs = performance.now() - startMs;
  const proof = known ? provedBefore(card) : await proofOf(card, variant, fetched.files);
  signal.throwIfAborted();

  return {
    downloadMs,
    kept: fetched.kept,
    proof,
    async start() {
      const attempt = { engine: entry.id, backend };
      parts.onAttempt({ ...attempt, state: "started" });
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
        parts.onAttempt({ ...attempt, state: "settled" });
      }
    },
  };
}
