import type { BenchRun, BenchStages } from "#protocol";
import type { ModelCard } from "#shared";
import { type OptionsOf, type TaskId, taskById } from "#tasks";
import type { Session } from "../engines/engine.ts";
import { drawSamplePicture } from "../import/sample-picture.ts";
import { createPreprocess } from "../preprocess/create.ts";
import type { Preprocess } from "../preprocess/preprocess.ts";
import { runnerOf } from "../task-parts.ts";
import { createTaskSession } from "../task-session.ts";
import { finishingFits, finishingRuns } from "./finish-gpu-work.ts";

/** A picture, again and again, through the stages of one model. */
export interface StageRun {
  readonly stages: BenchStages;
  run(): Promise<Omit<BenchRun, "atMs">>;
}

/**
 * Makes a run through all stages on a picture of the task's drawn scene: the whole task where this model is
 * all that it needs; else the picture is made the model's input, and the model runs.
 */
export async function createStageRun(card: ModelCard, opened: Session): Promise<StageRun> {
  const session = finishingRuns(opened);
  const preprocessOf = async (input: ModelCard["input"]): Promise<Preprocess> =>
    finishingFits(await createPreprocess(input, session), opened);
  const definition = taskById(card.task);
  const image = await drawSamplePicture(definition?.id ?? "detect");
  const info = { width: image.width, height: image.height, timestampMs: 0 };
  const role = onlyRole(card);
  if (definition && role !== undefined) {
    const task: TaskId = definition.id;
    const options: OptionsOf<TaskId> = definition.options;
    const runner = await runnerOf(task);
    const whole = createTaskSession(task, runner, { [role]: { card, session } }, preprocessOf);
    return {
      stages: "task",
      run: async () => (await whole.run(image, info, options, "still")).times,
    };
  }
  const preprocess = await preprocessOf(card.input);
  return {
    stages: "model",
    async run() {
      const startMs = performance.now();
      const { tensor } = await preprocess.fit(image, info);
      const fittedMs = performance.now();
      await session.run([tensor]);
      return { preprocessMs: fittedMs - startMs, inferMs: performance.now() - fittedMs };
    },
  };
}

/** The role in which a model is all that its task needs; undefined where the task needs others beside it. */
export function onlyRole({ task, golden }: Pick<ModelCard, "task" | "golden">): string | undefined {
  const { models = {}, brought } = taskById(task) ?? {};
  const roles = [...(brought === undefined ? [] : [brought]), ...Object.keys(models)];
  // One that a person brought stands for the first model, and its decoder does without the others.
  return golden && roles.length > 1 ? undefined : roles[0];
}
