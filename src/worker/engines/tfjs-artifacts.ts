import type { io } from "@tensorflow/tfjs-core";
import type { VariantFiles } from "./engine.ts";

interface ModelFile {
  readonly format?: string;
  readonly modelTopology: object;
  readonly signature?: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: io.WeightsManifestEntry[];
  }[];
}

/**
 * Reads a TF.js `model.json`, whose manifest names its weight files. A layers model becomes a graph first, by
 * code that is fetched only for one.
 */
export async function readArtifacts({ files }: VariantFiles): Promise<io.ModelArtifacts> {
  const [name, json] = [...files].find(([file]) => file.endsWith(".json")) ?? [];
  if (!name || !json) throw new Error("the variant has no model.json");
  const model = JSON.parse(new TextDecoder().decode(json)) as ModelFile;
  const weightData = model.weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => {
      const bytes = files.get(path.replace(/^\.\//, ""));
      if (!bytes) throw new Error(`the variant has no ${path}`);
      return bytes;
    }),
  );
  const weightSpecs = model.weightsManifest.flatMap(({ weights }) => weights);
  const isLayers = model.format === "layers-model" || "model_config" in model.modelTopology;
  if (!isLayers) {
    return {
      modelTopology: model.modelTopology,
      ...(model.signature ? { signature: model.signature } : {}),
      weightSpecs,
      weightData,
    };
  }
  const { layersArtifacts } = await import("./tfjs-layers.ts");
  return layersArtifacts(name, json, { weightSpecs, weightData });
}
