import { resultsJson } from "#exports";
import type { AppState } from "./app-state.ts";

/**
 * What is found just now as a `localens.results.v1` document, its one item named by where the picture
 * came from; undefined while nothing runs or nothing was found.
 */
export function resultAsJson(
  { result, model, source, worker }: AppState,
  createdAt: Date,
): string | undefined {
  if (!result || model.at !== "ready" || model.session.task !== result.task) return undefined;
  const { variant, engine, backend } = model.session;
  const { width, height } = result.frame;
  const item = {
    ...({ file: source, kind: "picture", width, height, task: result.task } as const),
    ...{ model: model.session.model, variant, engine, backend },
    // From the capture of a frame to its overlay, as it lately was.
    ms: worker?.frameAgeMs.p50Ms ?? 0,
    results: [result],
  };
  const app = { name: "Localens", version: __APP_VERSION__ };
  return [...resultsJson([item], { app, createdAt })].join("");
}
