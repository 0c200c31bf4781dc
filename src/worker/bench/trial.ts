import { createSHA256 } from "hash-wasm";
import type { BenchRun, ColdTimes, OpenedBench, TuneCandidate } from "#protocol";
import { AppError, type CpuTensor, compareWithGolden, filesOf, type ModelCard } from "#shared";
import { ensureRuntime } from "../bring-runtime.ts";
import type { Session } from "../engines/engine.ts";
import { fetchEngine } from "../fetch-engine.ts";
import { type GoldenRun, readGoldenRun } from "../golden-run.ts";
import { checkAnswers, trialInput } from "../import/brought-proof.ts";
import { outputSample } from "../import/output-sample.ts";
import type { StartParts } from "../start-candidate.ts";
import { transferMs } from "../transfer-time.ts";
import { variantFilesOf } from "../variant-files.ts";
import { wantedCandidate } from "../wanted-candidate.ts";
import { whyUnusable } from "../why-unusable.ts";
import type { BenchPlanParts } from "./plan.ts";
import { createStageRun, type StageRun } from "./stage-run.ts";

/** What measuring needs of its surroundings. */
export interface BenchTrialParts
  extends BenchPlanParts,
    Omit<StartParts, "proofs" | "missingFiles"> {}

/** One candidate in a worker of its own, measured when it is asked. */
export interface BenchTrial {
  /** @throws AppError `engine-failed`, `golden-mismatch`; what fetching files throws; `AbortError` */
  open(candidate: TuneCandidate, signal: AbortSignal): Promise<OpenedBench>;
  run(
    wish: { readonly runs: number; readonly withinMs: number },
    signal: AbortSignal,
  ): Promise<readonly BenchRun[]>;
  prove(): Promise<Pick<OpenedBench, "golden" | "sample">>;
}

interface Opened {
  readonly card: ModelCard;
  readonly session: Session;
  readonly golden: GoldenRun | undefined;
  readonly input: CpuTensor;
  readonly stageRun: StageRun;
}

/** Makes the measuring of a worker; nothing is started before `open`. */
export function createBenchTrial(parts: BenchTrialParts): BenchTrial {
  let opened: Opened | undefined;

  /** What its answer to the known input is worth. */
  const judge = (
    { golden, card }: Pick<Opened, "golden" | "card">,
    answers: readonly CpuTensor[],
    on: Pick<TuneCandidate, "engine" | "backend">,
  ): Pick<OpenedBench, "golden" | "sample"> => {
    const sample = answers.map(outputSample);
    if (!golden) {
      checkAnswers(card.outputs, answers, on.engine, on.backend);
      return { sample };
    }
    const verdict = compareWithGolden(answers, golden.expected, golden.tolerance);
    const { ok, worst, output, tolerance } = verdict;
    if (!ok) throw new AppError("golden-mismatch", { ...on, output, worst, tolerance });
    return { sample, golden: { worst, tolerance, reference: card.golden?.reference ?? "" } };
  };
  let on: Pick<TuneCandidate, "engine" | "backend">;

  return {
    async open(wanted, signal) {
      const { card, candidate } = await wantedCandidate(wanted, parts);
      const { entry, backend, variant, threads } = candidate;
      on = { engine: entry.id, backend };
      const reason = whyUnusable(variant, await parts.probe(backend));
      if (reason !== undefined) throw new AppError("engine-failed", { ...on, reason });
      let cachedBytes = 0;
      const pinned = filesOf(card, variant);
      const [{ files }, downloadMs] = await timed(() =>
        parts.fetchFiles(pinned, {
          signal,
          onProgress: (loadedBytes, totalBytes, cached) => {
            cachedBytes = cached;
            parts.onProgress({ loadedBytes, totalBytes, cachedBytes: cached });
          },
        }),
      );
      const [, hashMs] = await timed(() => hashAll(files.values()));
      // One after the other, unlike a start in front of a person: each part shall be told alone.
      const [engine, codeMs] = await timed(async () => {
        const fetched = await fetchEngine(entry);
        await ensureRuntime(fetched, backend, parts, signal);
        return fetched;
      });
      const golden = card.golden
        ? await readGoldenRun({ ...card, golden: card.golden }, variant, files)
        : undefined;
      const input = golden?.input ?? trialInput(card);
      signal.throwIfAborted();

      parts.onAttempt({ ...on, state: "started" });
      try {
        const startMs = performance.now();
        const variantFiles = variantFilesOf(card, variant, files, { input });
        const session = await engine.load(variantFiles, backend, signal, threads);
        const loadedMs = performance.now();
        const [answers, firstInferenceMs] = await timed(() => session.run([input]));
        const transfers = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
        const wasmMs = transferMs(transfers, startMs, loadedMs);
        const verdict = judge({ golden, card }, answers, on);
        signal.throwIfAborted();
        parts.onStarted(candidate);
        const cold: ColdTimes = {
          downloadMs,
          downloadBytes: pinned.reduce((sum, { bytes }) => sum + bytes, 0),
          cachedBytes,
          hashMs,
          engineMs: codeMs + wasmMs,
          compileMs: Math.max(0, loadedMs - startMs - wasmMs),
          firstInferenceMs,
        };
        const stageRun = await createStageRun(card, session);
        opened = { card, session, golden, input, stageRun };
        return {
          threads: session.threads,
          build: session.build,
          stages: stageRun.stages,
          cold,
          ...verdict,
          addresses: transfers.map(({ name }) => name),
        };
      } finally {
        parts.onAttempt({ ...on, state: "settled" });
      }
    },
    async run({ runs, withinMs }, signal) {
      const { stageRun } = isOpen(opened);
      const done: BenchRun[] = [];
      const startMs = performance.now();
      do {
        signal.throwIfAborted();
        const atMs = performance.timeOrigin + performance.now();
        done.push({ atMs, ...(await stageRun.run()) });
      } while (done.length < runs && performance.now() - startMs < withinMs);
      return done;
    },
    async prove() {
      const { session, input, golden, card } = isOpen(opened);
      return judge({ golden, card }, await session.run([input]), on);
    },
  };
}

function isOpen(opened: Opened | undefined): Opened {
  if (!opened) throw new AppError("internal", { reason: "no candidate was opened" });
  return opened;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const startMs = performance.now();
  const value = await work();
  return [value, performance.now() - startMs];
}

/** The same hash as each file was verified by while it came. */
async function hashAll(files: Iterable<ArrayBuffer>): Promise<void> {
  const hasher = await createSHA256();
  for (const bytes of files) {
    hasher.init();
    hasher.update(new Uint8Array(bytes));
    hasher.digest();
  }
}
