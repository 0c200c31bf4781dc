import { createStore, type StoreApi } from "zustand/vanilla";
import type { BenchConditions, BenchReport } from "#exports";
import { cards } from "#models";
import type { BenchChoice, BenchPlan, TuneCandidate } from "#protocol";
import { AppError, isAbort, type ModelCard } from "#shared";
import { asAppError } from "./as-app-error.ts";
import { benchDevice } from "./bench-device.ts";
import { readBenchReport } from "./bench-parse.ts";
import { benchReport } from "./bench-report.ts";
import {
  type BenchLimit,
  type BenchOutcome,
  type BenchRunParts,
  type BenchStep,
  runBench,
} from "./bench-run.ts";
import { askOnce } from "./own-worker.ts";

/** How long is measured, as a person chooses it. */
export type BenchLength = Exclude<BenchConditions["length"], "short">;

/** What there is to choose of for the model. */
export type BenchPlanState =
  | { readonly at: "reading" }
  | { readonly at: "ready"; readonly plan: BenchPlan }
  | { readonly at: "failed"; readonly error: AppError };

/** Where the measuring stands. */
export type BenchRunState =
  | { readonly at: "idle" }
  | {
      readonly at: "running";
      readonly candidates: readonly TuneCandidate[];
      readonly step: BenchStep;
      /** Bytes of the candidate that is being brought; null where nothing is on its way. */
      readonly bytes: { readonly loadedBytes: number; readonly totalBytes: number } | null;
    }
  | { readonly at: "done"; readonly report: BenchReport; readonly outcome: BenchOutcome };

/** The report that is compared with. */
export type BenchOtherState =
  | { readonly at: "none" }
  | { readonly at: "read"; readonly file: string; readonly report: BenchReport }
  | { readonly at: "refused"; readonly error: AppError };

/** Everything that the place of the benchmark shows. */
export interface BenchState {
  readonly model: string;
  readonly plan: BenchPlanState;
  /** Names of the chosen candidates, as `candidateKey` makes them. */
  readonly chosen: ReadonlySet<string>;
  readonly length: BenchLength;
  readonly minutes: number;
  readonly run: BenchRunState;
  readonly other: BenchOtherState;
}

/** What a benchmark needs from outside. */
export interface BenchParts
  extends Pick<BenchRunParts, "openLink" | "clock" | "keepEngine" | "shown" | "timesHidden"> {
  readonly model: string;
  brought(): readonly ModelCard[];
  /** Measure so few runs only: for stories of the app itself. */
  readonly shortRuns: number | undefined;
  /** Measuring begins: nothing else shall use the device. The answer lets it go on. */
  onBegin(): () => void;
}

/** The verbs of the benchmark. */
export interface Bench {
  readonly store: StoreApi<BenchState>;
  setModel(id: string): void;
  toggle(key: string): void;
  setLength(length: BenchLength): void;
  setMinutes(minutes: number): void;
  start(): void;
  /** What was measured stays. */
  cancel(): void;
  compareWith(file: File): Promise<void>;
  closeComparison(): void;
}

/** Minutes to choose of where it is measured for long: more than the first one, which the rest is held against. */
export const minuteChoices = [2, 5, 10, 20, 30] as const;
const planLimitMs = 90_000;
/** More workers at once are more memory than phones have. */
export const mostCandidates = 8;

/** Names a candidate among the choices. */
export function candidateKey(
  { variant, engine, backend }: Pick<BenchChoice, "variant" | "engine" | "backend">,
  threads: number,
): string {
  return [variant, engine, backend, threads].join(" ");
}

/** Limits of a length. */
export function limitOf(
  length: BenchLength,
  minutes: number,
  shortRuns: number | undefined,
): BenchLimit {
  if (shortRuns !== undefined) return { mostRuns: shortRuns, mostMs: 10_000, of: "each" };
  if (length === "quick") return { mostRuns: null, mostMs: 10_000, of: "each" };
  if (length === "full") return { mostRuns: 1_024, mostMs: 60_000, of: "each" };
  return { mostRuns: null, mostMs: minutes * 60_000, of: "all" };
}

/** The card of a model, shipped or brought. */
export function benchCard(id: string, brought: readonly ModelCard[]): ModelCard | undefined {
  return cards.find((card) => card.id === id) ?? brought.find((card) => card.id === id);
}

/** Creates the benchmark; `setModel` begins with looking what there is. */
export function createBench(parts: BenchParts): Bench {
  const store = createStore<BenchState>(() => ({
    model: parts.model,
    plan: { at: "reading" },
    chosen: new Set(),
    length: "full",
    minutes: minuteChoices[1],
    run: { at: "idle" },
    other: { at: "none" },
  }));
  const { getState: get, setState: set } = store;
  let planning = new AbortController();
  let running: AbortController | undefined;

  /** What was chosen of this model before stays, where it is said. */
  const read = async (model: string, chosen?: ReadonlySet<string>): Promise<void> => {
    planning.abort();
    planning = new AbortController();
    const { signal } = planning;
    if (!chosen) set({ model, plan: { at: "reading" }, chosen: new Set() });
    try {
      const plan = await askOnce(
        parts,
        planLimitMs,
        (client, stop) => client.call("planBench", { model }, { signal: stop }),
        signal,
      );
      if (!signal.aborted)
        set({ plan: { at: "ready", plan }, chosen: chosen ?? firstChosen(plan) });
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      set({ plan: { at: "failed", error: asAppError(error) } });
    }
  };

  const measure = async (plan: BenchPlan, card: ModelCard, signal: AbortSignal): Promise<void> => {
    const { model, length, minutes } = get();
    const candidates = chosenOf(get().chosen, plan, model);
    const limit = limitOf(length, minutes, parts.shortRuns);
    const update = (change: Partial<BenchRunState & { at: "running" }>): void => {
      const { run } = get();
      if (run.at === "running") set({ run: { ...run, ...change } });
    };
    set({
      run: {
        at: "running",
        candidates,
        step: { at: "starting", index: 0, total: candidates.length },
        bytes: null,
      },
    });
    const hiddenBefore = parts.timesHidden();
    const goOn = parts.onBegin();
    try {
      const outcome = await runBench(
        candidates,
        limit,
        {
          ...parts,
          onBytes({ loadedBytes, totalBytes }) {
            update({ bytes: loadedBytes < totalBytes ? { loadedBytes, totalBytes } : null });
          },
          onStep: (step) => update({ step, bytes: null }),
        },
        signal,
      );
      const report = benchReport({
        card,
        choices: plan.choices,
        device: benchDevice(plan),
        length: parts.shortRuns === undefined ? length : "short",
        limit,
        outcome,
        hidden: parts.timesHidden() - hiddenBefore,
        createdAt: new Date(),
        version: __APP_VERSION__,
      });
      set({ run: { at: "done", report, outcome } });
    } finally {
      goOn();
      // What was fetched is here now.
      void read(model, get().chosen);
    }
  };

  return {
    store,
    setModel: (id) => void read(id),
    toggle(key) {
      const chosen = new Set(get().chosen);
      if (!chosen.delete(key) && chosen.size < mostCandidates) chosen.add(key);
      set({ chosen });
    },
    setLength: (length) => set({ length }),
    setMinutes: (minutes) => set({ minutes }),
    start() {
      const { plan, chosen, run, model } = get();
      const card = benchCard(model, parts.brought());
      if (run.at === "running" || plan.at !== "ready" || chosen.size === 0 || !card) return;
      running = new AbortController();
      void measure(plan.plan, card, running.signal);
    },
    cancel: () => running?.abort(),
    async compareWith(file) {
      try {
        const report = await readBenchReport(file);
        set({ other: { at: "read", file: file.name, report } });
      } catch (error) {
        const words =
          error instanceof AppError
            ? error
            : // It was moved or deleted after it was chosen.
              new AppError("report-refused", { file: file.name, fault: "not-json", path: "" });
        set({ other: { at: "refused", error: words } });
      }
    },
    closeComparison: () => set({ other: { at: "none" } }),
  };
}

/** Everything that works here, as it is used without a word; graphics only where they are real. */
function firstChosen({ choices, softwareGpu }: BenchPlan): ReadonlySet<string> {
  return new Set(
    choices
      .filter(({ reason, backend }) => !reason && !(backend === "webgpu" && softwareGpu))
      .map((choice) => candidateKey(choice, choice.threads[0] ?? 1))
      .slice(0, mostCandidates),
  );
}

function chosenOf(
  chosen: ReadonlySet<string>,
  { choices }: BenchPlan,
  model: string,
): readonly TuneCandidate[] {
  return choices.flatMap((choice) => {
    const { variant, engine, backend } = choice;
    return choice.threads
      .filter((threads) => chosen.has(candidateKey(choice, threads)))
      .map((threads) => ({ model, variant, engine, backend, threads }));
  });
}
