import type {
  Calls,
  CandidateRow,
  Client,
  LoadRequest,
  ModelTunePlan,
  TuneCandidate,
} from "#protocol";
import { AppError, isAbort } from "#shared";
import { type Contender, duel, solo } from "./duel.ts";
import { type OwnWorker, type OwnWorkerParts, openOwnWorker } from "./own-worker.ts";
import { whyNot } from "./why-not.ts";

/** What the tuner needs from outside. */
export interface TunerParts extends OwnWorkerParts {
  /** Asks the worker that answers the frames. */
  readonly call: Client<Calls>["call"];
  /** Frames are being answered just now: trials take turns with them. */
  isLive(): boolean;
  /** Nothing stands that only the session in hand could say more about. */
  mayReplace(): boolean;
  /** Keeps the files that an engine used, by their addresses. */
  keepEngine(engine: string, addresses: readonly string[]): void;
  /** So many candidates of so many are done. */
  onProgress(done: number, total: number): void;
}

/** How a tuning is wanted. */
export interface TuneWish {
  readonly request: LoadRequest;
  /** The person asked: what is not stored is fetched, and what has no rival is measured, too. */
  readonly asked: boolean;
  readonly signal: AbortSignal;
}

/** An engine that has not answered for the first time within this is given up. */
const openLimitMs = 60_000;
const runLimitMs = 20_000;
/** No frame waits longer for a trial than this, whatever the trial does. */
const holdLimitMs = 600;
/** For how many times as long as a trial took the frames have the device afterwards. */
const pausesPerTrial = { asked: 1, unasked: 3 };
const leastPauseMs = 30;
const mostPauseMs = 1_500;

/** What of a plan is to be measured: what is stored, and where the person asked, what failed and the rest. */
export function wantedOf(
  { ready, failed, missing }: ModelTunePlan,
  asked: boolean,
): readonly TuneCandidate[] {
  return asked ? [...ready, ...failed, ...missing] : ready;
}

/** A contender with its worker. */
interface Opened extends Contender {
  readonly worker: OwnWorker;
}

/**
 * Measures the candidates of one model against each other, two at a time; `onTried` is told of each that was
 * started, or could not be.
 * @throws the platform's `AbortError`; AppError `worker-lost` where the worker of the frames died meanwhile
 */
export async function tuneModel(
  plan: ModelTunePlan,
  wish: TuneWish,
  parts: TunerParts,
  onTried: () => void,
): Promise<void> {
  const { asked, signal } = wish;
  const open = new Set<OwnWorker>();
  const tried: TuneCandidate[] = [];
  /** Writes what is known by now; marks of tries go with it, for this page outlived them. */
  const keep = async (rows: readonly CandidateRow[]): Promise<void> => {
    await parts.call("keepTuning", { rows, tried: tried.splice(0) });
  };
  const close = ({ worker }: Opened): void => {
    worker.close();
    open.delete(worker);
  };
  /** Undefined where it cannot be used, which is kept. */
  const start = async (candidate: TuneCandidate): Promise<Opened | undefined> => {
    // Whatever goes wrong from here on is blamed on this one: those before it run well.
    if (tried.length > 0) await keep([]);
    const precision = precisionOf(plan, candidate);
    const worker = openOwnWorker(parts);
    open.add(worker);
    tried.push(candidate);
    try {
      const opened = await worker.ask(
        openLimitMs,
        (client, stop) => client.call("openCandidate", plain(candidate), { signal: stop }),
        signal,
      );
      parts.keepEngine(candidate.engine, opened.addresses);
      const time = (runs: number): Promise<readonly number[]> =>
        inTurn(parts, wish, () => timeRuns(worker, runs, signal));
      return { candidate: plain(candidate), precision, opened, time, worker };
    } catch (error) {
      worker.close();
      open.delete(worker);
      if (isAbort(error)) throw error;
      // A missing network says nothing of a candidate.
      if (isNetwork(error)) return undefined;
      const reason = whyNot(error);
      await keep([{ ...plain(candidate), precision, correct: false, reason }]);
      return undefined;
    } finally {
      onTried();
    }
  };
  /** The faster of the two, and the other one's worker closed. */
  const meet = async (champion: Opened, rival: Opened): Promise<Opened> => {
    let rows: readonly [CandidateRow, CandidateRow];
    try {
      rows = await duel(champion, rival, parts.clock.now);
    } catch (error) {
      // Who broke down in the middle of its runs is not used; who is innocent of it goes on.
      const broken = [champion, rival].find(({ worker }) => !worker.isOpen());
      if (isAbort(error) || !broken) throw error;
      const { candidate, precision } = broken;
      await keep([{ ...candidate, precision, correct: false, reason: whyNot(error) }]);
      close(broken);
      return broken === champion ? rival : champion;
    }
    await keep(rows);
    const [ofChampion, ofRival] = rows;
    const stays = (ofChampion.medianMs ?? 0) <= (ofRival.medianMs ?? 0);
    close(stays ? rival : champion);
    return stays ? champion : rival;
  };

  const waiting = [...wantedOf(plan, asked)];
  const best = plan.champion ?? waiting.shift();
  if (!best) return;
  const alone = waiting.length === 0 && otherThreads(plan, best).length === 0;
  if (alone && !asked) return;
  try {
    let champion = await start(best);
    let met = false;
    for (const candidate of waiting) {
      const rival = await start(candidate);
      met ||= champion !== undefined && rival !== undefined;
      if (champion && rival) champion = await meet(champion, rival);
      else champion ??= rival;
    }
    if (!champion) return;
    // Fewer threads as long as they help: phones have cores that are not worth waiting for.
    for (const count of otherThreads(plan, champion.candidate)) {
      const rival = await start({ ...champion.candidate, threads: count });
      if (!rival) continue;
      const before: Opened = champion;
      champion = await meet(before, rival);
      met = true;
      if (champion === before) break;
    }
    if (!met) await keep([await solo(champion)]);
  } catch (error) {
    // The mark stays: what took the worker of the frames with it twice is not tried again.
    if ([error, signal.reason].some((each) => AppError.is(each, "worker-lost"))) tried.length = 0;
    throw error;
  } finally {
    for (const worker of open) worker.close();
    if (tried.length > 0) await keep([]).catch(() => undefined);
  }
}

/** An engine whose run fails is not asked again: what it holds may be spoilt. */
async function timeRuns(
  worker: OwnWorker,
  runs: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  try {
    return await worker.ask(runLimitMs, (client) => client.call("runCandidate", { runs }), signal);
  } catch (error) {
    worker.close();
    throw error;
  }
}

/** Runs a trial while no frame runs, and leaves the device to the frames for a while. */
async function inTurn<T>(
  { call, clock, isLive }: TunerParts,
  { asked, signal }: TuneWish,
  trial: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  if (!isLive()) return trial();
  await call("holdFrames", { limitMs: holdLimitMs }, { signal });
  const startMs = clock.now();
  try {
    return await trial();
  } finally {
    const tookMs = clock.now() - startMs;
    await call("goOn", undefined);
    const pauses = asked ? pausesPerTrial.asked : pausesPerTrial.unasked;
    const pauseMs = Math.min(mostPauseMs, Math.max(leastPauseMs, pauses * tookMs));
    await new Promise<void>((resolve) => {
      clock.after(pauseMs, resolve);
    });
  }
}

/** Half of the threads, and half of those, as far as that was not measured. */
function otherThreads(
  { rows }: ModelTunePlan,
  { variant, engine, backend, threads }: TuneCandidate,
): readonly number[] {
  const counts: number[] = [];
  for (let count = threads >> 1; count >= 1; count >>= 1) counts.push(count);
  const isKnown = (count: number): boolean =>
    rows.some(
      (row) =>
        row.variant === variant &&
        row.engine === engine &&
        row.backend === backend &&
        row.threads === count,
    );
  return backend === "wasm" ? counts.filter((count) => !isKnown(count)) : [];
}

function precisionOf({ rows }: ModelTunePlan, { variant }: TuneCandidate): string {
  return rows.find((row) => row.variant === variant)?.precision ?? "";
}

/** Only what names it: plans tell more of a candidate. */
function plain({ model, variant, engine, backend, threads }: TuneCandidate): TuneCandidate {
  return { model, variant, engine, backend, threads };
}

function isNetwork(error: unknown): boolean {
  return AppError.is(error, "offline") || AppError.is(error, "download-failed");
}
