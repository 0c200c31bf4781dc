import type { BenchRun, OpenedBench, TuneCandidate } from "#protocol";
import { AppError, isAbort, reasonOf } from "#shared";
import { type OwnWorker, type OwnWorkerParts, openOwnWorker } from "./own-worker.ts";
import { whyNot } from "./why-not.ts";

/** How long is measured. */
export interface BenchLimit {
  /** No candidate runs more often; null where only time counts. */
  readonly mostRuns: number | null;
  /** Milliseconds: of the runs of each candidate, or of everything together. */
  readonly mostMs: number;
  readonly of: "each" | "all";
}

/** What a benchmark needs from outside. */
export interface BenchRunParts extends OwnWorkerParts {
  /** Keeps the files that an engine used, by their addresses. */
  keepEngine(engine: string, addresses: readonly string[]): void;
  /** Waits until the page is shown: behind another page nothing is measured. */
  shown(signal: AbortSignal): Promise<void>;
  /** How often the page was hidden by now. */
  timesHidden(): number;
  onStep(step: BenchStep): void;
}

/** What a benchmark is doing. */
export type BenchStep =
  | { readonly at: "starting"; readonly index: number; readonly total: number }
  /** `part`: 0 … 1 of the whole; `medians` of each candidate so far, null where it does not run. */
  | { readonly at: "running"; readonly part: number; readonly runs: readonly number[] };

/** What became of one candidate. */
export interface BenchSeries {
  readonly candidate: TuneCandidate;
  /** Null where it could not be started. */
  readonly opened: OpenedBench | null;
  readonly runs: readonly BenchRun[];
  /** The largest distance from the golden answer, before and after the runs. */
  readonly worst: number | null;
  /** Why it could not be started, or not go on. */
  readonly reason?: string;
}

/** A benchmark as far as it came. */
export interface BenchOutcome {
  readonly series: readonly BenchSeries[];
  readonly ended: "finished" | "cancelled";
  readonly wallMs: number;
}

/** Downloads of large models over slow networks, and shaders of slow drivers, take their time. */
const openLimitMs = 600_000;
const runLimitMs = 60_000;
/** A turn is long enough that what the other one left in the caches of the processor does not matter. */
const turnMs = 500;
/** The first runs of a task make what they keep. */
const warmUp = { runs: 3, withinMs: 1_000 };
const tellEveryMs = 500;

interface Running {
  readonly candidate: TuneCandidate;
  worker: OwnWorker | undefined;
  opened: OpenedBench | null;
  readonly runs: BenchRun[];
  ranMs: number;
  worst: number | null;
  reason?: string;
}

/**
 * Measures candidates in turns, so that whatever else the device does meets all alike; each has a worker of
 * its own. What was measured is answered also when it is cancelled; never rejects.
 */
export async function runBench(
  candidates: readonly TuneCandidate[],
  limit: BenchLimit,
  parts: BenchRunParts,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  const startMs = parts.clock.now();
  const all = candidates.map(
    (candidate): Running => ({
      candidate,
      worker: undefined,
      opened: null,
      runs: [],
      ranMs: 0,
      worst: null,
    }),
  );
  let ended: BenchOutcome["ended"] = "finished";
  try {
    for (const [index, one] of all.entries()) {
      parts.onStep({ at: "starting", index, total: all.length });
      await open(one, parts, signal);
    }
    await measure(all, limit, parts, signal);
    for (const one of all) await proveAgain(one, signal);
  } catch (error) {
    if (!isAbort(error)) throw error;
    ended = "cancelled";
  } finally {
    for (const { worker } of all) worker?.close();
  }
  const series = all.map(
    ({ candidate, opened, runs, worst, reason }): BenchSeries => ({
      candidate,
      opened,
      runs,
      worst,
      ...(reason !== undefined && { reason }),
    }),
  );
  return { series, ended, wallMs: parts.clock.now() - startMs };
}

/** @throws the platform's `AbortError` */
async function open(one: Running, parts: BenchRunParts, signal: AbortSignal): Promise<void> {
  await guarded(one, signal, async () => {
    const worker = openOwnWorker(parts);
    one.worker = worker;
    const opened = await worker.ask(
      openLimitMs,
      (client, stop) => client.call("openBench", one.candidate, { signal: stop }),
      signal,
    );
    parts.keepEngine(one.candidate.engine, opened.addresses);
    await worker.ask(
      runLimitMs,
      (client, stop) => client.call("runBench", warmUp, { signal: stop }),
      signal,
    );
    one.opened = opened;
    one.worst = opened.golden?.worst ?? null;
  });
}

async function measure(
  all: readonly Running[],
  limit: BenchLimit,
  parts: BenchRunParts,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = parts;
  const startMs = clock.now();
  let toldMs = Number.NEGATIVE_INFINITY;
  const isDone = ({ worker, runs, ranMs }: Running): boolean =>
    !worker?.isOpen() ||
    runs.length >= (limit.mostRuns ?? Number.POSITIVE_INFINITY) ||
    (limit.of === "each" ? ranMs : clock.now() - startMs) >= limit.mostMs;
  const tell = (): void => {
    const nowMs = clock.now();
    if (nowMs - toldMs < tellEveryMs) return;
    toldMs = nowMs;
    const share = ({ worker, runs, ranMs }: Running): number => {
      if (!worker?.isOpen()) return 1;
      const ofTime = (limit.of === "each" ? ranMs : nowMs - startMs) / limit.mostMs;
      return Math.min(1, Math.max(ofTime, limit.mostRuns ? runs.length / limit.mostRuns : 0));
    };
    const part = all.reduce((sum, one) => sum + share(one), 0) / Math.max(1, all.length);
    parts.onStep({ at: "running", part, runs: all.map(({ runs }) => runs.length) });
  };
  for (let round = 0; ; round += 1) {
    const left = all.filter((one) => !isDone(one));
    if (left.length === 0) return;
    // Whoever comes after another finds a warmer device: they take turns at that, too.
    for (const one of round % 2 === 0 ? left : left.toReversed()) {
      if (isDone(one)) continue;
      tell();
      await turn(one, limit, parts, signal);
    }
  }
}

async function turn(
  one: Running,
  { mostRuns }: BenchLimit,
  parts: BenchRunParts,
  signal: AbortSignal,
): Promise<void> {
  await parts.shown(signal);
  const hiddenBefore = parts.timesHidden();
  await guarded(one, signal, async () => {
    const runs = (mostRuns ?? Number.POSITIVE_INFINITY) - one.runs.length;
    const wish = { runs: Math.min(runs, 1e6), withinMs: turnMs };
    const done = await one.worker?.ask(
      runLimitMs,
      (client, stop) => client.call("runBench", wish, { signal: stop }),
      signal,
    );
    // Browsers slow a hidden page down.
    if (!done || parts.timesHidden() !== hiddenBefore) return;
    for (const run of done) {
      one.runs.push(run);
      one.ranMs += run.preprocessMs + run.inferMs + (run.decodeMs ?? 0);
    }
  });
}

/** Thousands of runs later the answer must still be right. */
async function proveAgain(one: Running, signal: AbortSignal): Promise<void> {
  if (!one.worker?.isOpen()) return;
  await guarded(one, signal, async () => {
    const proof = await one.worker?.ask(
      runLimitMs,
      (client, stop) => client.call("proveBench", undefined, { signal: stop }),
      signal,
    );
    if (proof?.golden) one.worst = Math.max(one.worst ?? 0, proof.golden.worst);
  });
}

/** What goes wrong costs the candidate, and nobody else. */
async function guarded(
  one: Running,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    signal.throwIfAborted();
    await work();
  } catch (error) {
    if (isAbort(error) || signal.aborted) throw error;
    one.reason = error instanceof AppError ? whyNot(error) : reasonOf(error);
    // A wrong answer tells how wrong it is; one that is no number has only its words.
    if (AppError.is(error, "golden-mismatch") && Number.isFinite(error.details.worst)) {
      one.worst = Math.max(one.worst ?? 0, error.details.worst);
    }
    one.worker?.close();
  }
}
