import type { Events, LoadRequest, SessionReport } from "#protocol";
import {
  AppError,
  type Attempt,
  type Backend,
  type BackendReport,
  filesOf,
  isAbort,
  type ModelCard,
  type PinnedFile,
} from "#shared";
import { taskById } from "#tasks";
import { findCandidates, isSameAttempt } from "./candidates.ts";
import type { EngineEntry, Session } from "./engines/engine.ts";
import { fetchEngine } from "./fetch-engine.ts";
import { proveSession, readGoldenRun } from "./golden-run.ts";
import { proveBrought, trialInput } from "./import/brought-proof.ts";
import { type KeptProofs, proofKey } from "./kept-proofs.ts";
import type { FetchedFiles, FetchFilesOptions } from "./model-files.ts";
import { createInputTensor } from "./preprocess/convert.ts";
import { refusalReason } from "./refusal-reason.ts";
import type { LoadedModel } from "./task-session.ts";
import { variantFilesOf } from "./variant-files.ts";

/** What loading needs of its surroundings. */
export interface LoadParts {
  readonly engines: readonly EngineEntry[];
  /** Shipped cards, and those of models that a person brought. */
  cardById(id: string): Promise<ModelCard | undefined>;
  probe(backend: Backend): Promise<BackendReport>;
  readonly proofs: KeptProofs;
  fetchFiles(files: readonly PinnedFile[], options: FetchFilesOptions): Promise<FetchedFiles>;
  onProgress(progress: Events["progress"]): void;
  onAttempt(attempt: Events["attempt"]): void;
}

/** A task's models, made ready. */
export interface Loaded {
  /** By the roles of the task. */
  readonly models: Readonly<Record<string, LoadedModel>>;
  readonly report: SessionReport;
}

/**
 * Makes a task's models ready: probes, downloads, starts an engine, and uses it only if it gave the golden
 * result on this device, now or at an earlier start of the very same; else the next candidate.
 * @throws AppError `no-backend` with every attempt; `model-needed` where the task ships none and the
 * request names none; `offline`, `download-failed`, `download-corrupt`;
 * or the platform's `AbortError`
 */
export async function load(
  request: LoadRequest,
  parts: LoadParts,
  signal: AbortSignal,
): Promise<Loaded> {
  const models: Record<string, LoadedModel> = {};
  const reports: SessionReport[] = [];
  try {
    for (const [role, card] of await cardsOf(request, parts)) {
      const { session, report } = await loadModel(card, request, parts, signal);
      models[role] = { card, session };
      reports.push(report);
    }
  } catch (error) {
    for (const { session } of Object.values(models)) session.dispose();
    throw error;
  }
  // The report speaks of the task's first model; time, storage and refusals are of all of them.
  const [first] = reports;
  if (!first) throw new AppError("internal", { reason: `${request.task} names no model` });
  const report = {
    ...first,
    loadMs: reports.reduce((sum, { loadMs }) => sum + loadMs, 0),
    kept: reports.every(({ kept }) => kept),
    refused: [...request.refused, ...reports.flatMap(({ refused }) => refused)],
  };
  return { models, report };
}

async function cardsOf(
  request: LoadRequest,
  parts: LoadParts,
): Promise<readonly (readonly [string, ModelCard])[]> {
  const { models = {}, brought } = taskById(request.task) ?? {};
  const roles: readonly (readonly [string, string | undefined])[] = [
    ...(brought === undefined ? [] : [[brought, undefined] as const]),
    ...Object.entries(models),
  ];
  const found: (readonly [string, ModelCard])[] = [];
  for (const [index, [role, defaultId]] of roles.entries()) {
    const id = index === 0 ? (request.model ?? defaultId) : defaultId;
    const card = id === undefined ? undefined : await parts.cardById(id);
    // One that a person brought and deleted, or brought to another device.
    if (!card) throw new AppError("model-needed", { task: request.task });
    found.push([role, card]);
  }
  return found;
}

async function loadModel(
  card: ModelCard,
  { task, allowed, refused: failed, proveAgain = false }: LoadRequest,
  parts: LoadParts,
  signal: AbortSignal,
): Promise<{ readonly session: Session; readonly report: SessionReport }> {
  const startMs = performance.now();
  let downloadMs = 0;
  const candidates = findCandidates(card, parts.engines, allowed, failed);
  const attempts: Attempt[] = [];
  let networkError: AppError | undefined;
  signal.throwIfAborted();

  for (const { entry, backend, variant } of candidates.allowed) {
    const probe = await parts.probe(backend);
    if (!probe.ok) {
      const attempt = { engine: entry.id, backend, reason: probe.reason ?? "the probe failed" };
      if (!attempts.some((one) => isSameAttempt(one, attempt))) attempts.push(attempt);
      continue;
    }
    // Code and weights travel at the same time; what happens to the code is looked at in the attempt.
    const code = fetchEngine(entry);
    code.catch(() => {});
    const downloadStartMs = performance.now();
    const fetched = await parts.fetchFiles(filesOf(card, variant), {
      signal,
      onProgress: (loadedBytes, totalBytes, cachedBytes) =>
        parts.onProgress({ loadedBytes, totalBytes, cachedBytes }),
    });
    await code.catch(() => {});
    downloadMs += performance.now() - downloadStartMs;
    const key = backend === "wasm" ? proofKey(card, variant, entry.id) : undefined;
    const known = !proveAgain && key !== undefined && (await parts.proofs.has(key));
    const proof = known ? provedBefore(card) : await proofOf(card, fetched.files);
    signal.throwIfAborted();

    parts.onAttempt({ engine: entry.id, backend, state: "started" });
    try {
      const engine = await code;
      const files = variantFilesOf(card, variant, fetched.files, proof);
      const session = await engine.load(files, backend, signal);
      try {
        await proof.prove(session, entry.id, backend);
        signal.throwIfAborted();
        if (key !== undefined && !known) void parts.proofs.add(key);
      } catch (error) {
        session.dispose();
        throw error;
      }
      const report: SessionReport = {
        task,
        model: card.id,
        variant: variant.id,
        engine: entry.id,
        backend,
        threads: session.threads,
        loadMs: performance.now() - startMs - downloadMs,
        kept: fetched.kept,
        refused: attempts,
      };
      return { session, report };
    } catch (error) {
      if (isAbort(error)) throw error;
      if (isNetwork(error)) networkError ??= error;
      attempts.push({ engine: entry.id, backend, reason: refusalReason(error) });
    } finally {
      parts.onAttempt({ engine: entry.id, backend, state: "settled" });
    }
  }
  // A missing network is not the device's fault, and has another way out.
  if (networkError) throw networkError;
  throw new AppError("no-backend", { attempts: [...failed, ...attempts, ...candidates.excluded] });
}

/** How a session of a card is tried before it is used, and the input for it. */
async function proofOf(card: ModelCard, files: ReadonlyMap<string, ArrayBuffer>) {
  const { golden } = card;
  if (!golden) {
    return {
      input: trialInput(card),
      prove: (session: Session, engine: string, backend: string): Promise<unknown> =>
        proveBrought(session, card, engine, backend),
    };
  }
  const run = await readGoldenRun({ ...card, golden }, files);
  return {
    input: run.input,
    prove: (session: Session, engine: string, backend: string): Promise<unknown> =>
      proveSession(session, run, engine, backend),
  };
}

/** The same bytes in the same engine and browser were tried before. */
function provedBefore(card: ModelCard) {
  return { input: createInputTensor(card.input), prove: async (): Promise<void> => {} };
}

function isNetwork(error: unknown): error is AppError {
  return AppError.is(error, "offline") || AppError.is(error, "download-failed");
}
