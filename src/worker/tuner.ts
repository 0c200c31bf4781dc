import type {
  CandidateRow,
  Handlers,
  LoadRequest,
  SessionReport,
  SwapReport,
  TuneCalls,
} from "#protocol";
import type { Attempt, ModelCard } from "#shared";
import { type Candidate, findCandidates, isSameAttempt } from "./candidates.ts";
import { isRowOf } from "./fastest.ts";
import { type FetchedUntried, fetchUntried } from "./fetch-untried.ts";
import type { FrameCounts } from "./frame-counts.ts";
import { gpuKind, noGpu } from "./gpu-kind.ts";
import type { KeptTunings } from "./kept-tunings.ts";
import type { LoadParts } from "./load.ts";
import type { Pipeline } from "./pipeline.ts";
import { type FasterSession, startFastest } from "./start-fastest.ts";
import { taskCards } from "./task-cards.ts";
import type { LoadedModel, TaskSession } from "./task-session.ts";
import { planModel } from "./tuner-plan.ts";
import { createTunerTrial } from "./tuner-trial.ts";

/** The session that answers frames, and with what each role's model runs. */
export interface ActiveSession {
  readonly session: TaskSession;
  readonly report: SessionReport;
  readonly running: Readonly<Record<string, Candidate>>;
}

/** What the tuner's calls need of the worker around them. */
export interface TunerParts extends LoadParts {
  readonly tunings: KeptTunings;
  active(): ActiveSession | undefined;
  /** The active session runs otherwise from now on. */
  update(active: ActiveSession): void;
  readonly pipeline: Pick<Pipeline, "hold" | "goOn">;
  readonly counts: FrameCounts;
  /** Runs work while nothing is loaded or unloaded. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** The tuner's half of the worker. */
export interface Tuner {
  readonly handlers: Handlers<TuneCalls>;
  /** A session was made ready. */
  loaded(active: ActiveSession, models: Readonly<Record<string, LoadedModel>>): void;
  /** Something else is wanted: what is being brought is not waited for. */
  giveUp(): void;
  candidates(): readonly CandidateRow[];
  swap(): SwapReport | null;
}

/** Makes the tuner's calls. */
export function createTuner(parts: TunerParts): Tuner {
  const { tunings } = parts;
  let table: readonly CandidateRow[] = [];
  let swap: SwapReport | null = null;
  let bringing: AbortController | undefined;
  let fetching: AbortController | undefined;
  /** What was fetched behind the frames and has not been started yet, by role. */
  let fetched = new Map<string, FetchedUntried>();
  const trial = createTunerTrial({ ...parts, mark: tunings.mark });

  const gpuOf = async (rows: readonly CandidateRow[]): Promise<string | null> =>
    rows.some(({ backend }) => backend === "webgpu") ? (await gpuKind()).name : null;
  const keep = async (card: ModelCard, rows: readonly CandidateRow[]): Promise<void> => {
    await tunings.keep(card, rows, await gpuOf(rows));
    tell(rows);
  };
  const quiet = { ...parts, ...tunings, keep, onProgress: () => {} };
  const tell = (rows: readonly CandidateRow[]): void => {
    const others = table.filter((row) => !rows.some((one) => isRowOf(row, one)));
    table = [...others, ...rows];
  };
  /** What is known without asking anything: the measurements of earlier visits, and what this start tells. */
  const tellKnown = async (
    card: ModelCard,
    { variant, entry, backend }: Candidate,
    threads: number,
    refused: readonly Attempt[],
  ): Promise<void> => {
    const one = { model: card.id, variant: variant.id, engine: entry.id, backend, threads };
    const failed = findCandidates(card, parts.engines, {}, []).allowed.flatMap((tried) => {
      const on = { engine: tried.entry.id, backend: tried.backend };
      const reason = refused.find((attempt) => isSameAttempt(attempt, on))?.reason;
      const { id, precision } = tried.variant;
      if (reason === undefined) return [];
      return [
        { model: card.id, variant: id, precision, ...on, threads: 1, correct: false, reason },
      ];
    });
    tell(failed);
    const known = await tunings.rows(card, null);
    tell(known);
    if (!known.some((row) => isRowOf(row, one))) {
      tell([{ ...one, precision: variant.precision, correct: true }]);
    }
  };
  const plan = async (request: LoadRequest) => {
    const cards = await taskCards(request, parts.cardById);
    const mayUseGpu = (request.allowed.backend ?? "webgpu") === "webgpu";
    const gpu = mayUseGpu ? await gpuKind() : noGpu;
    const planParts = {
      engines: parts.engines,
      probe: parts.probe,
      measured: (card: ModelCard) => tunings.rows(card, gpu.name),
      missingFiles: parts.missingFiles,
      isEngineKept: parts.isEngineKept,
      isDeadly: tunings.isDeadly,
      softwareGpu: gpu.software,
    };
    const plans = [];
    for (const [, card] of cards) plans.push(await planModel(card, request, planParts));
    return plans;
  };

  const fetchFastest = async (request: LoadRequest, signal: AbortSignal): Promise<boolean> => {
    const first = parts.active();
    if (!first || first.report.task !== request.task) return false;
    const mine = new Map<string, FetchedUntried>();
    for (const [role, card] of await taskCards(request, parts.cardById)) {
      const running = first.running[role];
      const one = running && (await fetchUntried(card, running, request, quiet, signal));
      if (one) mine.set(role, one);
    }
    signal.throwIfAborted();
    fetched = mine;
    return mine.size > 0;
  };
  /** Starts what is to take over; all of it or, where that is given up, nothing. */
  const startAll = async (
    request: LoadRequest,
    { running }: ActiveSession,
    signal: AbortSignal,
  ): Promise<readonly Successor[]> => {
    const here = fetched;
    fetched = new Map();
    const started: Successor[] = [];
    try {
      for (const [role, card] of await taskCards(request, parts.cardById)) {
        const before = running[role];
        if (!before) continue;
        const faster = await startFastest(card, before, request, quiet, signal, here.get(role));
        if (faster) started.push({ role, card, before, ...faster });
      }
      signal.throwIfAborted();
      return started;
    } catch (error) {
      for (const { session } of started) session.dispose();
      throw error;
    }
  };
  const bringFastest = async (
    request: LoadRequest,
    signal: AbortSignal,
  ): Promise<SessionReport | null> => {
    const first = parts.active();
    if (!first || first.report.task !== request.task) return null;
    let now = first;
    const left = [...(await startAll(request, first, signal))];
    for (let next = left.shift(); next; next = left.shift()) {
      const { role, session, before, candidate } = next;
      if (parts.active() === now) {
        await now.session.replace(role, session, () => {
          swap = {
            firstEngine: before.entry.id,
            firstBackend: before.backend,
            winner: candidate.entry.id,
            winnerBackend: candidate.backend,
            atFrame: parts.counts.processed + 1,
          };
        });
      } else session.dispose();
      // It may be taken away while it waits for the frame that runs.
      if (parts.active() !== now) {
        for (const { session: unused } of left) unused.dispose();
        return null;
      }
      now = {
        ...now,
        running: { ...now.running, [role]: candidate },
        report: reportAfter(now.report, next),
      };
      parts.update(now);
    }
    // Told again where the page did not hear of it.
    return now === first && swap === null ? null : now.report;
  };

  return {
    handlers: {
      async planTuning(request) {
        const plans = await plan(request);
        tell(plans.flatMap(({ rows }) => rows));
        return plans;
      },
      openCandidate: trial.open,
      runCandidate: ({ runs }) => trial.run(runs),
      async keepTuning({ rows, tried }) {
        for (const id of new Set(rows.map(({ model }) => model))) {
          const card = await parts.cardById(id);
          if (card)
            await keep(
              card,
              rows.filter(({ model }) => model === id),
            );
        }
        for (const candidate of tried) await tunings.unmark(candidate);
        return undefined;
      },
      async holdFrames({ limitMs }) {
        await parts.pipeline.hold(limitMs);
        return undefined;
      },
      async goOn() {
        parts.pipeline.goOn();
        return undefined;
      },
      async fetchFastest(request, signal) {
        fetching?.abort();
        const mine = new AbortController();
        fetching = mine;
        return fetchFastest(request, AbortSignal.any([signal, mine.signal]));
      },
      bringFastest(request, signal) {
        return parts.inTurn(async () => {
          bringing = new AbortController();
          try {
            return await bringFastest(request, AbortSignal.any([signal, bringing.signal]));
          } finally {
            bringing = undefined;
          }
        });
      },
    },
    loaded(active, models) {
      swap = null;
      table = [];
      for (const [role, { card, session }] of Object.entries(models)) {
        const running = active.running[role];
        if (running) void tellKnown(card, running, session.threads, active.report.refused);
      }
    },
    giveUp() {
      bringing?.abort();
      fetching?.abort();
      fetched.clear();
    },
    candidates: () => table,
    swap: () => swap,
  };
}

/** Who takes over a role from what ran before. */
interface Successor extends FasterSession {
  readonly role: string;
  readonly card: ModelCard;
  readonly before: Candidate;
}

/** The report speaks of the task's first model; what is kept, of all. */
function reportAfter(
  { fasterKnown: _known, ...report }: SessionReport,
  { card, candidate, session, kept }: Successor,
): SessionReport {
  const { entry, backend, variant } = candidate;
  const { threads } = session;
  return {
    ...report,
    kept: report.kept && kept,
    ...(card.id === report.model && { variant: variant.id, engine: entry.id, backend, threads }),
  };
}
