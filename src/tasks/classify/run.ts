import { AppError } from "#shared";
import type { ClassifyOptions, ClassScore } from "#tasks";
import type { RunnerFrame, RunnerModel, TaskRunner } from "#tasks/runner";
import { classScores } from "./class-scores.ts";

/** Milliseconds in which a shown score goes about two thirds of the way to what the model says. */
const settleMs = 200;
/** The whole numbers of classes that can be shown. */
const mostClasses = 10;

/** Runs any single-label or multi-label image model; in live mode the scores are steadied. */
export const runner = {
  begin({ classifier }, mode) {
    if (!classifier) {
      throw new AppError("internal", { reason: "classify needs the model classifier" });
    }
    const steady = mode === "live" ? steadied() : (scores: Float32Array) => scores;
    return {
      async run(frame, options) {
        const { width, height, timestampMs } = frame.info;
        const scores = steady(await scoresOf(classifier, frame), timestampMs);
        return {
          task: "classify",
          frame: { width, height, timestampMs },
          classes: bestClasses(scores, classifier.card.labels, options),
        };
      },
    };
  },
} satisfies TaskRunner<"classify">;

async function scoresOf(model: RunnerModel, frame: RunnerFrame): Promise<Float32Array> {
  const { tensor } = await frame.fit(model.card.input);
  const [answer] = await model.run(tensor);
  if (!answer) throw new AppError("internal", { reason: "a classifier has one output" });
  return classScores(answer, model.card.scores);
}

/** An exponential filter over all scores; time that runs backwards starts afresh. */
function steadied(): (scores: Float32Array, timestampMs: number) => Float32Array {
  let steady: Float32Array | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  return (scores, timestampMs) => {
    const before = timestampMs >= lastMs ? steady : undefined;
    const fresh = 1 - Math.exp(-(timestampMs - lastMs) / settleMs);
    lastMs = timestampMs;
    steady = before
      ? scores.map((score, index) => {
          const old = before[index] ?? score;
          return old + fresh * (score - old);
        })
      : scores;
    return steady;
  };
}

/** The best classes, best first; of equal scores the first in the model's order. */
function bestClasses(
  scores: Float32Array,
  labels: readonly string[],
  { minScore, count }: ClassifyOptions,
): readonly ClassScore[] {
  return [...scores.entries()]
    .filter(([, score]) => score >= minScore)
    .sort(([one, a], [other, b]) => b - a || one - other)
    .slice(0, Math.min(mostClasses, Math.max(1, count)))
    .map(([index, score]) => ({ label: labels[index] ?? `class ${index}`, score }));
}
