import type { PreparedFile } from "./prepare-tfjs.ts";

/** The part of a graph that is wanted: from one of its nodes to others. */
export interface Cut {
  /** The node whose value is fed from now on, and the name that it gets. */
  readonly inputNode: string;
  readonly inputName: string;
  readonly inputShape: readonly number[];
  readonly outputNodes: readonly string[];
}

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
}

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

interface GraphFile {
  readonly modelTopology: { readonly node: readonly Node[] };
  readonly weightsManifest: readonly [
    { readonly paths: readonly string[]; readonly weights: readonly WeightSpec[] },
  ];
}

const bytesPerElement: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/**
 * Cuts a prepared TF.js graph to what lies between a node and others: loops that only prepare a picture,
 * and lists that only sort what was found, go with their weights. No node and no weight that stays is
 * changed.
 * @param files `model.json` and `weights.bin`, as `prepareTfjs` makes them
 * @throws Error when the cut names a node that is not there, or one that needs the old input
 */
export function cutTfjs(
  [json, weights]: readonly PreparedFile[],
  cut: Cut,
): readonly PreparedFile[] {
  if (!json || !weights) throw new Error("A graph of model.json and weights.bin is needed.");
  const model = JSON.parse(Buffer.from(json.content).toString()) as GraphFile;
  const nodes = model.modelTopology.node;
  const wanted = needed(nodes, cut);
  const [{ paths, weights: specs }] = model.weightsManifest;
  const kept: WeightSpec[] = [];
  const content: Uint8Array[] = [];
  let offset = 0;
  for (const spec of specs) {
    const end = offset + sizeBytes(spec);
    if (wanted.has(spec.name)) {
      kept.push(spec);
      content.push(weights.content.subarray(offset, end));
    }
    offset = end;
  }
  if (offset !== weights.content.length) throw new Error("The weights are not as long as stated.");
  const { signature: _, ...rest } = model as GraphFile & { readonly signature?: object };
  const slim = {
    ...rest,
    modelTopology: {
      ...model.modelTopology,
      node: nodes.filter(({ name }) => wanted.has(name)).map((node) => renamed(node, cut)),
    },
    weightsManifest: [{ paths, weights: kept }],
  };
  return [
    { name: json.name, content: Buffer.from(JSON.stringify(slim)) },
    { name: weights.name, content: Buffer.concat(content) },
  ];
}

/** The node that an entry of `input` names: without its output's number and the mark of a mere order. */
function nodeOf(entry: string): string {
  return entry.replace(/^\^/, "").replace(/:\d+$/, "");
}

function needed(nodes: readonly Node[], { inputNode, outputNodes }: Cut): ReadonlySet<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const wanted = new Set<string>();
  const waiting = [...outputNodes];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (wanted.has(name)) continue;
    const node = byName.get(name);
    if (!node) throw new Error(`The graph has no node ${name}.`);
    wanted.add(name);
    if (name === inputNode) continue;
    if (node.op === "Placeholder") throw new Error(`The cut still needs the input ${name}.`);
    waiting.push(...(node.input ?? []).map(nodeOf));
  }
  if (!wanted.has(inputNode)) throw new Error(`Nothing in the cut depends on ${inputNode}.`);
  return wanted;
}

function renamed(node: Node, { inputNode, inputName, inputShape }: Cut): object {
  if (node.name === inputNode) {
    const dim = inputShape.map((size) => ({ size: String(size) }));
    const attr = { dtype: { type: "DT_FLOAT" }, shape: { shape: { dim } } };
    return { name: inputName, op: "Placeholder", attr };
  }
  if (!node.input) return node;
  return {
    ...node,
    input: node.input.map((entry) => (nodeOf(entry) === inputNode ? inputName : entry)),
  };
}

function sizeBytes({ name, shape, dtype, quantization }: WeightSpec): number {
  const each = bytesPerElement[quantization?.dtype ?? dtype];
  if (each === undefined) throw new Error(`The weight ${name} has the unknown type ${dtype}.`);
  return shape.reduce((product, size) => product * size, each);
}
