import { findBeside } from "../open/find-beside.ts";
import { refuse } from "../refuse.ts";
import type { ModelFile } from "../report.ts";
import { readTfjsJson } from "./read-json.ts";

/**
 * The weight files that a `model.json` names, in its order and under its names, with all their bytes.
 * @throws AppError `model-refused`: `missing-shard`, `truncated`, and what reading the JSON throws
 */
export function shardsOf(model: ModelFile, others: readonly ModelFile[]): readonly ModelFile[] {
  const { groups } = readTfjsJson(model);
  const shards = new Map<string, ModelFile>();
  for (const { paths, bytes } of groups) {
    let there = 0;
    for (const path of paths) {
      const found = shards.get(path) ?? findBeside(model, path, others);
      if (!found) return refuse("missing-shard", path, `${model.name} needs it`);
      shards.set(path, { name: path, bytes: found.bytes });
      there += found.bytes.length;
    }
    if (there < bytes)
      refuse("truncated", paths.at(-1) ?? model.name, `${there} of ${bytes} bytes`);
  }
  return [...shards.values()];
}
