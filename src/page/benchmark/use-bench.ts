import { useEffect } from "react";
import { useStore } from "zustand";
import { taskById } from "#tasks";
import { readFlags } from "../flags.ts";
import type { App } from "../state/app.ts";
import { type Bench, type BenchState, createBench } from "../state/bench.ts";
import { pageClock } from "../state/clock.ts";
import { watchPageShown } from "../state/page-shown.ts";
import { openWorkerLink } from "../state/worker-link.ts";
import { useApp } from "../ui/app-context.ts";

/** What was measured is still there when the person comes back. */
const benches = new WeakMap<App, Bench>();

/** The benchmark of the page; who leaves its place stops it, and finds there what was measured. */
export function useBench(): Bench {
  const { app } = useApp();
  const bench = benches.get(app) ?? openBench(app);
  useEffect(() => {
    const { model, run } = bench.store.getState();
    // What is stored may have changed meanwhile.
    if (run.at === "idle") bench.setModel(model);
    return bench.cancel;
  }, [bench]);
  return bench;
}

/** A part of the benchmark's state. */
export function useBenchState<Part>(bench: Bench, select: (state: BenchState) => Part): Part {
  return useStore(bench.store, select);
}

function openBench(app: App): Bench {
  const { store } = app;
  const page = watchPageShown();
  const bench = createBench({
    openLink: openWorkerLink,
    clock: pageClock,
    keepEngine: (engine, addresses) => {
      if (engine === "tfjs" || engine === "onnx" || engine === "litert") {
        void app.keepEngine(engine, addresses);
      }
    },
    shown: page.shown,
    timesHidden: page.timesHidden,
    model: firstModel(app),
    brought: () => store.getState().brought,
    shortRuns: readFlags(location.search).benchRuns,
    onBegin() {
      const { wanted, source } = store.getState();
      if (wanted) app.stop();
      app.tuning.cancel();
      store.setState({ benchmarking: true });
      return () => {
        store.setState({ benchmarking: false });
        // Whoever went elsewhere meanwhile has started there what they want.
        if (wanted && store.getState().place === "benchmark") app.start(source);
      };
    },
  });
  benches.set(app, bench);
  return bench;
}

/** The model of the task that is chosen; of one that has none yet, a small one. */
function firstModel({ store }: App): string {
  const { task, models, brought } = store.getState();
  const [shipped] = Object.values(taskById(task)?.models ?? {});
  const own = brought.find((card) => card.task === task)?.id;
  return models[task] ?? shipped ?? own ?? "movenet-lightning";
}
