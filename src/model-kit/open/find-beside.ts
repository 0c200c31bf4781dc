import type { ModelFile } from "../report.ts";

/** The file that a model names: by its whole path beside the model, else by the last part of it. */
export function findBeside(
  model: ModelFile,
  wanted: string,
  others: readonly ModelFile[],
): ModelFile | undefined {
  const folder = model.name.includes("/") ? model.name.replace(/[^/]*$/, "") : "";
  const last = wanted.split("/").at(-1);
  return (
    others.find(({ name }) => name === folder + wanted || name === wanted) ??
    others.find(({ name }) => name.split("/").at(-1) === last)
  );
}
