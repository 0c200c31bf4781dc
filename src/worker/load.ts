import type { Events, LoadRequest, SessionReport } from "#protocol";
import {
  AppError,
  type Backend,
  type BackendReport,
  filesOf,
  isAbort,
  type ModelCard,
  type PinnedFile,
} from "#shared";
import { taskById } from "#tasks";
import { findCandidates } from "./candidates.ts";
import type { EngineEntry, Session } from "./engines/engine.ts";
import { fetchEngine } from "./fetch-engine.ts";
import { proveSession, readGoldenRun } from "./golden-run.ts";
import type { FetchedFiles, FetchFilesOptions } from "./model-files.ts";
import { refusalReason } from "./refusal-reason.ts";
import type { LoadedModel } from "./task-session.ts";
import { variantFilesOf } from "./variant-files.ts";

/** What loading needs of its surroundings. */
export interface LoadParts {
  readonly engines: readonly EngineEntry[];
  cardById(id: string): ModelCard | undefined;
  probe(backend: Backend): Promise<BackendReport>;
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
 * Makes a task's models ready: probes, downloads, starts an engine, and uses it only after it gave the
 * golden result; else the next candidate.
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
    for (const [role, card] of cardsOf(request, parts)) {
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

function cardsOf(
  request: LoadRequest,
  parts: LoadParts,
): readonly (readonly [string, ModelCard])[] {
  const { models = {}, brought } = taskById(request.task) ?? {};
  const roles: readonly (readonly [string, string | undefined])[] = [
    ...(brought === undefined ? [] : [[brought, undefined] as const]),
    ...Object.entries(models),
  ];
  return roles.map(([role, defaultId], index) => {
    const id = index === 0 ? (request.model ?? defaultId) : defaultId;
    if (id === undefined) throw new AppError("model-needed", { task: request.task });
    const card = parts.cardById(id);
    if (!card) throw new AppError("internal", { reason: `no model card ${id}` });
    return [role, card];
  });
}

async function loadModel(
  card: ModelCard,
  { task, allowed, refused: failed }: LoadRequest,
  parts: LoadParts,
  signal: AbortSignal,
): Promise<{ readonly session: Session; readonly report: SessionReport }> {
  const startMs = performance.now();
  let downloadMs = 0;
  const { usable, refused, excluded } = await findCandidates(
    card,
    parts.engines,
    allowed,
    failed,
    parts.probe,
  );
  const attempts = [...refused];
  let networkError: AppError | undefined;
  signal.throwIfAborted();

  for (const candidate of usable) {
    const { entry, backend, variant } = candidate;
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
    const golden = await readGoldenRun(card, fetched.files);
    signal.throwIfAborted();

    parts.onAttempt({ engine: entry.id, backend, state: "started" });
    try {
      const engine = await code;
      const files = variantFilesOf(card, variant, fetched.files, golden);
      const session = await engine.load(files, backend, signal);
      try {
        await proveSession(session, golden, entry.id, backend);
        signal.throwIfAborted();
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
  throw new AppError("no-backend", { attempts: [...failed, ...attempts, ...excluded] });
}

function isNetwork(error: unknown): error is AppError {
  return AppError.is(error, "offline") || AppError.is(error, "download-failed");
}
