import { describe, expect, it } from "vitest";
import type { BenchRun, Calls, Client, TuneCandidate } from "#protocol";
import { AppError } from "#shared";
import { type BenchLimit, type BenchStep, runBench } from "./bench-run.ts";
import { exampleCandidate, exampleOpened } from "./example-bench.ts";
import { heldClock } from "./held-clock.ts";

const fast: TuneCandidate = { ...exampleCandidate, engine: "litert", variant: "tflite-fp16" };
const slow: TuneCandidate = { ...exampleCandidate, engine: "onnx" };

interface Lab {
  /** Milliseconds of one run of each engine. */
  readonly ms?: Partial<Record<TuneCandidate["engine"], number>>;
  /** What goes wrong, by engine and call: `onnx openBench`. */
  readonly fail?: Readonly<Record<string, () => Error>>;
  readonly onCall?: (name: string) => void;
  readonly timesHidden?: () => number;
}

function lab({ ms = {}, fail = {}, onCall = () => {}, timesHidden = () => 0 }: Lab = {}) {
  const clock = heldClock();
  const controller = new AbortController();
  const calls: string[] = [];
  const steps: BenchStep[] = [];
  const kept: string[] = [];
  let alive = 0;

  const openLink = () => {
    alive += 1;
    let engine: TuneCandidate["engine"] = "tfjs";
    const runs = (wish: { runs: number; withinMs: number }): readonly BenchRun[] => {
      const inferMs = ms[engine] ?? 10;
      const count = Math.max(1, Math.min(wish.runs, Math.ceil(wish.withinMs / inferMs)));
      return Array.from({ length: count }, () => {
        const run = { atMs: clock.now(), preprocessMs: 0, inferMs };
        clock.pass(inferMs);
        return run;
      });
    };
    const call = async (name: string, params: unknown): Promise<unknown> => {
      if (name === "openBench") engine = (params as TuneCandidate).engine;
      calls.push(`${engine} ${name}`);
      onCall(`${engine} ${name}`);
      const wrong = fail[`${engine} ${name}`];
      if (wrong) throw wrong();
      controller.signal.throwIfAborted();
      if (name === "openBench") return { ...exampleOpened, addresses: [engine] };
      if (name === "runBench") return runs(params as { runs: number; withinMs: number });
      return { sample: [], golden: { worst: 0.005, tolerance: 0.01, reference: "" } };
    };
    const client = { call, close() {} } as unknown as Client<Calls>;
    return {
      client,
      terminate() {
        alive -= 1;
      },
    };
  };
  const run = (candidates: readonly TuneCandidate[], limit: BenchLimit) =>
    runBench(
      candidates,
      limit,
      {
        openLink,
        clock,
        keepEngine: (engine, addresses) => kept.push(`${engine} ${addresses.join()}`),
        shown: async (signal) => signal.throwIfAborted(),
        timesHidden,
        onStep: (step) => steps.push(step),
      },
      controller.signal,
    );
  return { run, calls, steps, kept, cancel: () => controller.abort(), alive: () => alive };
}

const runs: BenchLimit = { mostRuns: 120, mostMs: 60_000, of: "each" };

describe("a benchmark", () => {
  it("runs every candidate as often, in turns, and lets the order alternate", async () => {
    const { run, calls, alive, kept } = lab();
    const { series, ended } = await run([fast, slow], runs);
    expect(ended).toBe("finished");
    expect(series.map((one) => one.runs.length)).toEqual([120, 120]);
    expect(calls).toEqual([
      "litert openBench",
      "litert runBench",
      "onnx openBench",
      "onnx runBench",
      "litert runBench",
      "onnx runBench",
      "onnx runBench",
      "litert runBench",
      "litert runBench",
      "onnx runBench",
      "litert proveBench",
      "onnx proveBench",
    ]);
    expect(kept).toEqual(["litert litert", "onnx onnx"]);
    expect(alive()).toBe(0);
  });

  it("does not count the first runs, which warm up", async () => {
    const { run } = lab();
    const { series } = await run([fast], { ...runs, mostRuns: 1 });
    // Three warm-up runs of ten milliseconds went before.
    expect(series[0]?.runs).toMatchObject([{ atMs: 30 }]);
  });

  it("gives each the same time where time is the limit", async () => {
    const { run } = lab({ ms: { onnx: 100 } });
    const { series } = await run([fast, slow], { mostRuns: null, mostMs: 2_000, of: "each" });
    expect(series.map((one) => one.runs.length)).toEqual([200, 20]);
  });

  it("ends all together where the time is of all", async () => {
    const { run } = lab();
    const { series } = await run([fast, slow], { mostRuns: null, mostMs: 4_000, of: "all" });
    expect(series.map((one) => one.runs.length)).toEqual([200, 200]);
  });

  it("tells how far it is, and ends near the whole", async () => {
    const { run, steps } = lab({ ms: { litert: 100 } });
    await run([fast], { mostRuns: null, mostMs: 2_000, of: "each" });
    expect(steps[0]).toEqual({ at: "starting", index: 0, total: 1 });
    const parts = steps.flatMap((step) => (step.at === "running" ? [step.part] : []));
    expect(parts).toEqual([0, 0.25, 0.5, 0.75]);
  });

  it("keeps what was measured when it is cancelled", async () => {
    let turns = 0;
    const one = lab({
      onCall: (name) => {
        turns += Number(name.endsWith("runBench"));
        if (turns === 4) one.cancel();
      },
    });
    const { series, ended } = await one.run([fast], { ...runs, mostRuns: 1_024 });
    expect(ended).toBe("cancelled");
    // One turn warmed up, the fourth was cut.
    expect(series[0]?.runs).toHaveLength(100);
    expect(one.alive()).toBe(0);
  });

  it("takes the worst of all answers", async () => {
    const { series } = await lab().run([fast], { ...runs, mostRuns: 1 });
    expect(series[0]?.worst).toBe(0.005);
  });

  it("does not count what ran while the page was hidden", async () => {
    let turns = 0;
    const { run } = lab({
      onCall: (name) => {
        turns += Number(name === "litert runBench");
      },
      // Hidden in the second turn: before it the first was counted, after it the second.
      timesHidden: () => (turns >= 3 ? 1 : 0),
    });
    const { series } = await run([fast], { mostRuns: 100, mostMs: 60_000, of: "each" });
    expect(turns).toBe(4);
    expect(series[0]?.runs).toHaveLength(100);
  });

  it.each([
    [0.5, 0.5],
    [Number.NaN, 0.001],
  ])("takes how wrong the last answer was, where that is a number: %d", async (worst, told) => {
    const where = { engine: "litert", backend: "wasm", output: "means" };
    const wrong = () => new AppError("golden-mismatch", { ...where, worst, tolerance: 0.01 });
    const { run } = lab({ fail: { "litert proveBench": wrong } });
    const { series } = await run([fast], { ...runs, mostRuns: 1 });
    expect(series[0]?.reason).toMatch(/^golden-mismatch: means is off by /);
    expect(series[0]?.worst).toBe(told);
  });

  it.each<[string, string, string]>([
    ["cannot be started", "onnx openBench", "no memory"],
    ["breaks down in its runs", "onnx runBench", "no memory"],
    ["answers wrongly in the end", "onnx proveBench", "no memory"],
  ])("goes on with the others where one %s", async (_, when, reason) => {
    const where = { engine: "onnx", backend: "wasm" };
    const { run, alive } = lab({
      fail: { [when]: () => new AppError("engine-failed", { ...where, reason }) },
    });
    const { series, ended } = await run([slow, fast], runs);
    expect(ended).toBe("finished");
    expect(series[0]).toMatchObject({ reason });
    expect(series[1]).not.toHaveProperty("reason");
    expect(series[1]?.runs).toHaveLength(120);
    expect(alive()).toBe(0);
  });
});
