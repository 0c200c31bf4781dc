import type { BenchCalls, Handlers } from "#protocol";
import { AppError } from "#shared";
import type { BenchTrial, BenchTrialParts } from "./trial.ts";

/** Makes the benchmark's calls; their code is fetched with their first use. */
export function createBenchHandlers(parts: BenchTrialParts): Handlers<BenchCalls> {
  let trial: BenchTrial | undefined;
  const opened = (): BenchTrial => {
    if (!trial) throw new AppError("internal", { reason: "no candidate was opened" });
    return trial;
  };
  return {
    async planBench({ model }) {
      const { planBench } = await import("./plan.ts");
      return planBench(model, parts);
    },
    async openBench(wanted, signal) {
      const { createBenchTrial } = await import("./trial.ts");
      const one = createBenchTrial(parts);
      const answer = await one.open(wanted, signal);
      trial = one;
      return answer;
    },
    runBench: async (wish, signal) => opened().run(wish, signal),
    proveBench: async () => opened().prove(),
  };
}
