import { graphOfLayers } from "../layers/graph-of-layers.ts";
import type { ModelReport, OpenedModel } from "../report.ts";
import { WeightTally } from "../tally.ts";
import { fieldsAt, type TfjsJson, textAt } from "./read-json.ts";
import { loadedBytes, reportGraph } from "./report-graph.ts";

/**
 * Reads a TF.js layers model (Keras) as data: as the graph that it is run as, with the file's own weights.
 * @throws AppError `model-refused`
 */
export function reportLayers(opened: OpenedModel, parsed: TfjsJson): ModelReport {
  const { json, topology, groups } = parsed;
  const graph = graphOfLayers(parsed);
  const constants = { name: graph.constants.paths[0] ?? "", bytes: graph.constantBytes };
  const report = reportGraph(
    { ...opened, files: [...opened.files, constants] },
    {
      ...parsed,
      kind: "graph-model",
      json: { ...json, signature: graph.signature },
      topology: graph.topology,
      groups: [...groups, graph.constants],
    },
  );
  const weights = new WeightTally();
  for (const { storedDtype, elements, bytes } of groups.flatMap((group) => group.weights)) {
    weights.add(storedDtype, elements, bytes ?? undefined);
  }
  const root = fieldsAt(topology, "model_config");
  const producer = [
    textAt(json, "generatedBy") || `keras ${textAt(topology, "keras_version")}`.trim(),
    textAt(json, "convertedBy"),
  ];
  return {
    ...report,
    kind: "layers-model",
    title: textAt(fieldsAt(root, "config"), "name") || opened.title,
    producer: producer.filter(Boolean).join(", ").slice(0, 200),
    schemaVersion: 2,
    parameters: weights.elements,
    weights: weights.report(),
    fileBytes: report.fileBytes - constants.bytes.length,
    externalData: report.externalData.filter(({ name }) => name !== constants.name),
    memory: { ...report.memory, weightBytes: loadedBytes(parsed) },
    quantization: weights.elements > 0 && weights.share("float32") < 0.5 ? "weights-only" : "none",
  };
}
