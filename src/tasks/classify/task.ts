import { defineTask, type ResultBase } from "../task.ts";

/** One class of the model and how well it fits the picture. */
export interface ClassScore {
  readonly label: string;
  /** 0 … 1. */
  readonly score: number;
}

/** What the classify task found in one frame: the classes that fit best, best first. */
export interface ClassifyResult extends ResultBase<"classify"> {
  readonly classes: readonly ClassScore[];
}

/** What a person can set for the classify task. */
export interface ClassifyOptions {
  /** Classes below this score are left out, 0.05 … 0.95. */
  readonly minScore: number;
  /** The most classes shown, 1 … 10. */
  readonly count: number;
}

const options: ClassifyOptions = { minScore: 0.1, count: 5 };

/** Says what a picture shows as a whole, by a model that a person brings or teaches. */
export const classify = defineTask<ClassifyResult>()({
  id: "classify",
  text: {
    en: { title: "Classify", about: "Says what the picture shows, by a model of yours." },
  },
  icon: "M4 4h7l9 9-7 7-9-9zM8 8h.01",
  models: {},
  brought: "classifier",
  options,
});
