import type { CandidateRow, LoadRequest, SessionReport } from "#protocol";
import { AppError, type Attempt, type EngineId, isAbort, type ModelCard } from "#shared";
import { type AheadParts, type BroughtAhead, bringAhead } from "./bring-ahead.ts";
import { type Candidate, findCandidates, isAmong, isSameAttempt } from "./candidates.ts";
import type { EngineEntry, Session } from "./engines/engine.ts";
import { isSameSession, isSession, startChoice, untriedBest } from "./fastest.ts";
import { refusalReason } from "./refusal-reason.ts";
import { prepareCandidate } from "./start-candidate.ts";
import { taskCards } from "./task-cards.ts";
import type { LoadedModel } from "./task-session.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What loading needs of its surroundings. */
export interface LoadParts extends AheadParts {
  readonly engines: readonly EngineEntry[];
  /** Shipped cards, and those of models that a person brought. */
  cardById(id: string): Promise<ModelCard | undefined>;
  /** What was measured of a card here, as far as it still holds. */
  measured(card: ModelCard): Promise<readonly CandidateRow[]>;
  /** There is no network, or the person wants few bytes. */
  savesBytes(): boolean;
}

/** A task's models, made ready. */
export interface Loaded {
  /** By the roles of the task. */
  readonly models: Readonly<Record<string, LoadedModel>>;
  /** With what each of them runs, by the same roles. */
  readonly running: Readonly<Record<string, Candidate>>;
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
  const running: Record<string, Candidate> = {};
  const reports: SessionReport[] = [];
  const failure = new AbortController();
  const whole = AbortSignal.any([signal, failure.signal]);
  try {
    const cards = await taskCards(request, parts.cardById);
    signal.throwIfAborted();
    const engine = soonestEngine(cards, request, parts.engines);
    const turns = cards.map(([role, card], index) => {
      const plan = planOf(card, engine, request, parts);
      // The first has its turn at once.
      const ahead = index === 0 ? undefined : aheadOf(plan, request, parts, whole);
      for (const one of [plan, ahead]) one?.catch(() => {});
      return { role, card, plan, ahead };
    });
    for (const { role, card, ...turn } of turns) {
      const { candidate, session, report } = await loadModel(turn, request, parts, whole);
      models[role] = { card, session };
      running[role] = candidate;
      reports.push(report);
    }
  } catch (error) {
    failure.abort();
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
    ...(reports.some(({ fasterKnown }) => fasterKnown) && { fasterKnown: true }),
  };
  return { models, running, report };
}

interface Started {
  readonly candidate: Candidate;
  readonly session: Session;
  readonly report: SessionReport;
}

/** How a model will be started. */
interface Plan {
  readonly card: ModelCard;
  readonly order: readonly Candidate[];
  readonly fasterKnown: boolean;
  readonly excluded: readonly Attempt[];
}

async function planOf(
  card: ModelCard,
  soonest: EngineId | undefined,
  { allowed, refused, doubted = [] }: LoadRequest,
  parts: LoadParts,
): Promise<Plan> {
  const candidates = findCandidates(card, parts.engines, allowed, refused);
  const isDoubted = (one: Candidate): boolean => isAmong(one, doubted);
  const trusted = candidates.allowed.filter((one) => !isDoubted(one));
  const { order: first, fasterKnown } = await startOrder(card, soonest, trusted, parts);
  const order = [...first, ...candidates.allowed.filter(isDoubted).filter(isForEveryone)];
  return { card, order, fasterKnown, excluded: candidates.excluded };
}

/** Begins with a model whose turn comes later. */
async function aheadOf(
  plan: Promise<Plan>,
  { proveAgain = false }: LoadRequest,
  parts: LoadParts,
  signal: AbortSignal,
): Promise<BroughtAhead | undefined> {
  const { card, order } = await plan;
  return bringAhead(card, order[0], parts, signal, proveAgain);
}

/** A model before it is started: what comes ahead of its turn is under way. */
interface Turn {
  readonly plan: Promise<Plan>;
  readonly ahead: Promise<BroughtAhead | undefined> | undefined;
}

async function loadModel(
  turn: Turn,
  { task, refused: failed, proveAgain = false }: LoadRequest,
  parts: LoadParts,
  signal: AbortSignal,
): Promise<Started> {
  const startMs = performance.now();
  let downloadMs = 0;
  const attempts: Attempt[] = [];
  let networkError: AppError | undefined;
  const { card, order, fasterKnown, excluded } = await turn.plan;
  const ahead = await turn.ahead;
  signal.throwIfAborted();

  for (const candidate of order) {
    const { entry, backend, variant } = candidate;
    const probe = await parts.probe(backend);
    const lack = whyUnusable(variant, probe);
    // What the engine itself does on this backend is another question.
    if (probe.ok && lack !== undefined) continue;
    if (lack !== undefined) {
      const attempt = { engine: entry.id, backend, reason: lack };
      if (!attempts.some((one) => isSameAttempt(one, attempt))) attempts.push(attempt);
      continue;
    }
    const askedMs = performance.now();
    const prepared = await (ahead?.candidate === candidate
      ? ahead.take()
      : prepareCandidate(card, candidate, parts, signal, proveAgain));
    // Of what came ahead, only what was waited for.
    downloadMs += Math.min(prepared.downloadMs, performance.now() - askedMs);
    try {
      const session = await prepared.start(signal);
      const report: SessionReport = {
        task,
        model: card.id,
        variant: variant.id,
        engine: entry.id,
        backend,
        threads: session.threads,
        loadMs: performance.now() - startMs - downloadMs,
        kept: prepared.kept,
        refused: attempts,
        ...(fasterKnown && { fasterKnown }),
      };
      return { candidate, session, report };
    } catch (error) {
      if (isAbort(error)) throw error;
      if (isNetwork(error)) networkError ??= error;
      attempts.push({ engine: entry.id, backend, reason: refusalReason(error) });
    }
  }
  // A missing network is not the device's fault, and has another way out.
  if (networkError) throw networkError;
  throw new AppError("no-backend", { attempts: [...failed, ...attempts, ...excluded] });
}

/** The order in which candidates are tried, and whether a faster one waits behind the first. */
interface StartOrder {
  readonly order: readonly Candidate[];
  readonly fasterKnown: boolean;
}

/**
 * With what was measured here in front, as long as it needs nothing from the network: a start never downloads
 * more for having been measured. Else with what is stored, or lacks its engine alone. Else, on the first visit,
 * on the engine that starts soonest, which weighs least as well: the card's first, the fastest on the processor,
 * comes behind its frames, unless bytes are dear. What needs more of the device than a backend is begun with
 * only for having been measured.
 */
async function startOrder(
  card: ModelCard,
  soonest: EngineId | undefined,
  candidates: readonly Candidate[],
  parts: LoadParts,
): Promise<StartOrder> {
  const rows = await parts.measured(card);
  const usual = candidates.filter(isForEveryone);
  const best = parts.savesBytes() ? undefined : untriedBest(usual, rows);
  const startingWith = (first: Candidate, fasterKnown = false): StartOrder => ({
    order: [first, ...usual.filter((one) => !isSameSession(one, first))],
    fasterKnown: fasterKnown || (best !== undefined && !isSameSession(best, first)),
  });
  const choice = startChoice(candidates, rows);
  if (choice && (await parts.isStored(card, choice.first))) {
    return startingWith(choice.first, choice.fasterKnown);
  }
  const first =
    (await storedFirst(card, usual, rows, choice?.first, parts)) ??
    usual.find(({ entry, backend }) => entry.id === soonest && backend === "wasm") ??
    usual[0];
  return first ? startingWith(first) : { order: [], fasterKnown: false };
}

/**
 * What starts with nothing from the network, or else with its engine alone: the fastest that was measured, or the
 * first that did not fail here. On a GPU only where bytes are dear, or nothing else may be used.
 */
async function storedFirst(
  card: ModelCard,
  usual: readonly Candidate[],
  rows: readonly CandidateRow[],
  fastest: Candidate | undefined,
  parts: LoadParts,
): Promise<Candidate | undefined> {
  const onWasm = usual.filter(({ backend }) => backend === "wasm");
  const may = parts.savesBytes() || onWasm.length === 0 ? usual : onWasm;
  for (const one of may) if (await parts.isStored(card, one)) return one;
  const sound = may.filter((one) => !rows.some((row) => isSession(row, one) && !row.correct));
  for (const one of fastest ? [fastest, ...sound] : sound) {
    if ((await parts.missingFiles(card, one.variant)).length === 0) return one;
  }
  return undefined;
}

/** Of the engines that can run all of a task's models on the processor the one that starts soonest. */
function soonestEngine(
  cards: readonly (readonly [role: string, card: ModelCard])[],
  { allowed, refused }: LoadRequest,
  engines: readonly EngineEntry[],
): EngineId | undefined {
  const onWasm = cards.map(([, card]) =>
    findCandidates(card, engines, allowed, refused).allowed.filter(
      ({ backend, variant }) => backend === "wasm" && variant.needs === undefined,
    ),
  );
  // They are listed so.
  return engines.find((one) =>
    onWasm.every((candidates) => candidates.some(({ entry }) => entry === one)),
  )?.id;
}

function isForEveryone({ variant }: Candidate): boolean {
  return variant.needs === undefined;
}

function isNetwork(error: unknown): error is AppError {
  return AppError.is(error, "offline") || AppError.is(error, "download-failed");
}
