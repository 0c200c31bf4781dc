import type { io } from "@tensorflow/tfjs-core";
import { graphOfLayers, readTfjsJson } from "#model-kit";

interface Weights {
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer[];
}

/**
 * A layers model (Keras) as the graph that the engine runs, with the weights that came with it.
 * @throws AppError `model-refused`
 */
export function layersArtifacts(
  name: string,
  json: ArrayBuffer,
  { weightSpecs, weightData }: Weights,
): io.ModelArtifacts {
  const graph = graphOfLayers(readTfjsJson({ name, bytes: new Uint8Array(json) }));
  const constants = graph.constants.weights.map(
    ({ name: constant, shape, dtype }): io.WeightsManifestEntry => ({
      name: constant,
      shape: [...shape],
      dtype: dtype === "int32" ? "int32" : "float32",
    }),
  );
  return {
    modelTopology: graph.topology,
    signature: graph.signature,
    weightSpecs: [...weightSpecs, ...constants],
    weightData: [...weightData, graph.constantBytes.buffer],
  };
}
