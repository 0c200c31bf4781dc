import { exportOf } from "#tasks/exports";
import type { ExportFacts, ExportItem } from "./export-item.ts";

/** The name of the JSON format; `public/schemas/localens.results.v1.json` describes it. */
export const resultsSchema = "localens.results.v1";

/**
 * The document `localens.results.v1`, in parts that belong one after the other: it is never whole in
 * memory, however many files and frames there are. Coordinates are in pixels of the file as it is shown.
 */
export function* resultsJson(
  items: Iterable<ExportItem>,
  { app, createdAt, device }: ExportFacts,
): Generator<string> {
  const head = JSON.stringify({
    schema: resultsSchema,
    app: { name: app.name, version: app.version },
    createdAt: createdAt.toISOString(),
    ...(device && { device: { cores: device.cores, isolated: device.isolated } }),
  });
  yield `${head.slice(0, -1)},"items":[`;
  let first = true;
  for (const item of items) {
    yield first ? "\n" : ",\n";
    first = false;
    yield* itemJson(item);
  }
  yield "\n]}\n";
}

function* itemJson(item: ExportItem): Generator<string> {
  const { file, width, height, task, model, variant, engine, backend, ms, results } = item;
  const { plain } = exportOf(task);
  const facts = { file, width, height, task, model, variant, engine, backend, ms };
  const open = JSON.stringify(facts).slice(0, -1);
  const [result] = results;
  if (item.kind === "picture") {
    if (!result) throw new Error(`${file} was looked at without a result`);
    yield `${open},"result":${JSON.stringify(plain(result))}}`;
    return;
  }
  yield `${open},"frames":[`;
  for (const [index, found] of results.entries()) {
    const frame = { timeMs: found.frame.timestampMs, result: plain(found) };
    yield `${index > 0 ? "," : ""}\n${JSON.stringify(frame)}`;
  }
  yield "\n]}";
}
