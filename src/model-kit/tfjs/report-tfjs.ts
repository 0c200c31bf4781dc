import { readOrRefuse, refuse } from "../refuse.ts";
import type { ModelReport, OpenedModel } from "../report.ts";
import { readTfjsJson } from "./read-json.ts";
import { reportGraph } from "./report-graph.ts";
import { reportLayers } from "./report-layers.ts";

/**
 * Reads a TF.js model of either kind as data.
 * @throws AppError `model-refused`
 */
export function reportTfjs(opened: OpenedModel): ModelReport {
  const [file] = opened.files;
  if (!file) return refuse("no-model", "", "no file");
  return readOrRefuse(file.name, () => {
    const parsed = readTfjsJson(file);
    return parsed.kind === "layers-model"
      ? reportLayers(opened, parsed)
      : reportGraph(opened, parsed);
  });
}
