import { adviceFor } from "../advice.ts";
import { chosenSize, closedShape } from "../assumed-size.ts";
import { bytesOf, elementsOf } from "../element-types.ts";
import { limits } from "../limits.ts";
import { peakMemory } from "../peak-memory.ts";
import { refuse } from "../refuse.ts";
import type { ModelReport, OpenedModel, PortReport, Shape } from "../report.ts";
import { OperatorTally, WeightTally } from "../tally.ts";
import type { Value } from "../value.ts";
import { type GraphNode, graphNode, tensorflowShape, tensorflowType } from "./graph-node.ts";
import { inferGraph, inOrder, nodeName, weightValues } from "./infer-graph.ts";
import { tfjsMetadata } from "./metadata.ts";
import { tensorflowOperators } from "./operators.ts";
import { type Fields, fieldsAt, isFields, listAt, type TfjsJson, textAt } from "./read-json.ts";

const controlFlow: ReadonlySet<string> = new Set([
  "Switch",
  "Merge",
  "Enter",
  "Exit",
  "NextIteration",
  "LoopCond",
  "If",
  "StatelessIf",
  "While",
  "StatelessWhile",
]);

/** Reads a TF.js graph model as data. @throws AppError `model-refused` */
export function reportGraph(opened: OpenedModel, parsed: TfjsJson): ModelReport {
  const { file, json, topology, groups } = parsed;
  const listed = listAt(topology, "node");
  if (listed.length === 0) refuse("malformed", file, "the graph has no nodes");
  if (listed.length > limits.nodes) refuse("too-large", file, `${listed.length} nodes`);
  const nodes = listed.map(
    (one) => graphNode(one) ?? refuse("malformed", file, "a node is damaged"),
  );
  const signature = signatureOf(json);
  const inputs = inputsOf(nodes, signature);
  const closed = new Map<string, Shape | null>();
  for (const { name, shape } of inputs) closed.set(name, closedShape(shape, null));
  const weights = weightValues(groups, opened.files);
  const ordered = inOrder(nodes);
  const values = inferGraph(ordered, weights, closed);
  const outputs = outputsOf(nodes, signature, values, inputs);
  const operators = operatorsOf(nodes, topology, values);
  const tally = new WeightTally();
  for (const { weights: entries } of groups) {
    for (const { storedDtype, elements, bytes } of entries) {
      tally.add(storedDtype, elements, bytes ?? undefined);
    }
  }
  const [first] = inputs;
  const assumedSize = first && chosenSize(first.shape, closed.get(first.name) ?? null);
  const constants = new Set(nodes.filter(({ op }) => op === "Const").map(({ name }) => name));
  const activationBytes = peakMemory(
    ordered
      .filter(({ op }) => op !== "Const" && op !== "Placeholder")
      .map(({ name, inputs: from }) => ({ inputs: from, outputs: [name] })),
    inputs.map(({ name }) => name),
    outputs.map(({ name }) => name),
    (name) => {
      const value = constants.has(name) ? undefined : values.get(name);
      const elements = elementsOf(value?.shape ?? null);
      return value && elements !== null ? bytesOf(value.dtype, elements) : null;
    },
  );
  const flow = operators.report().filter(({ name }) => controlFlow.has(name));
  const report: Omit<ModelReport, "advice"> = {
    format: "tfjs",
    title: opened.title,
    producer: [textAt(json, "generatedBy"), textAt(json, "convertedBy")]
      .filter(Boolean)
      .join(", ")
      .slice(0, 200),
    schemaVersion: 1,
    opsets: [],
    kind: "graph-model",
    inputs,
    outputs,
    operators: operators.report(),
    parameters: tally.elements,
    ...workOf(nodes, values),
    ...(assumedSize ? { assumedSize } : {}),
    weights: tally.report(),
    fileBytes: opened.files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    memory: { weightBytes: loadedBytes(parsed), activationBytes },
    quantization: tally.elements > 0 && tally.share("float32") < 0.5 ? "weights-only" : "none",
    externalData: opened.files.slice(1).map(({ name, bytes }) => ({
      name,
      neededBytes: bytes.length,
      present: true,
    })),
    controlFlow: flow.map(({ name }) => name).sort(),
    constantsAsWeights: 0,
    initializersAsInputs: 0,
    ...tfjsMetadata(json),
  };
  return { ...report, advice: adviceFor(report) };
}

/** TF.js widens all stored weights to 32 bits when it loads them. */
export function loadedBytes({ groups }: TfjsJson): number {
  return groups.reduce(
    (sum, { weights }) => sum + weights.reduce((own, { elements }) => own + 4 * elements, 0),
    0,
  );
}

function signatureOf(json: Fields): Fields {
  if (isFields(json.signature)) return json.signature;
  return fieldsAt(fieldsAt(json, "userDefinedMetadata"), "signature");
}

function inputsOf(nodes: readonly GraphNode[], signature: Fields): readonly PortReport[] {
  const stated = new Map(
    Object.values(fieldsAt(signature, "inputs"))
      .filter(isFields)
      .map((port) => [nodeName(textAt(port, "name")), port]),
  );
  return nodes
    .filter(({ op }) => op === "Placeholder")
    .filter(({ name }) => stated.size === 0 || stated.has(name))
    .map(({ name, attributes }) => {
      const port = stated.get(name);
      const shape = attributes.shape("shape") ?? tensorflowShape(port?.tensorShape);
      const own = attributes.type("dtype");
      const dtype = own === "unknown" ? tensorflowType(port?.dtype) : own;
      return { name, shape, symbols: shape?.map(() => null) ?? [], dtype };
    });
}

function outputsOf(
  nodes: readonly GraphNode[],
  signature: Fields,
  values: ReadonlyMap<string, Value>,
  inputs: readonly PortReport[],
): readonly PortReport[] {
  const stated = Object.values(fieldsAt(signature, "outputs"))
    .filter(isFields)
    .map((port) => [textAt(port, "name").replace(/:0$/, ""), port] as const);
  const named = stated.length > 0 ? stated : lastNodes(nodes).map((name) => [name, {}] as const);
  const open = inputs.some(({ shape }) => shape === null || shape.includes(null));
  return named.map(([name, port]) => {
    const known = values.get(name);
    const own = tensorflowShape((port as Fields).tensorShape);
    const shape = own === null || own.length === 0 ? (open ? null : (known?.shape ?? null)) : own;
    const dtype = tensorflowType((port as Fields).dtype);
    return {
      name,
      shape: shape ?? known?.shape?.map(() => null) ?? null,
      symbols: shape?.map(() => null) ?? [],
      dtype: dtype === "unknown" ? (known?.dtype ?? "unknown") : dtype,
    };
  });
}

/** Nodes whose results nobody reads: a graph's outputs where it names none. */
function lastNodes(nodes: readonly GraphNode[]): readonly string[] {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map(nodeName)));
  return nodes
    .filter(({ name, op }) => !read.has(name) && !/^(Const|Placeholder|NoOp)$/.test(op))
    .map(({ name }) => name);
}

function operatorsOf(
  nodes: readonly GraphNode[],
  topology: Fields,
  values: ReadonlyMap<string, Value>,
): OperatorTally {
  const operators = new OperatorTally();
  const add = ({ op: name, inputs }: GraphNode): void => {
    const custom = !tensorflowOperators.has(name);
    const dtypes = inputs.map((input) => values.get(input)?.dtype ?? "unknown");
    operators.add({ name, domain: "", custom, version: 1 }, dtypes);
  };
  const listed = listAt(fieldsAt(topology, "library"), "function").flatMap((body) =>
    isFields(body) ? listAt(body, "nodeDef") : [],
  );
  const functions = new Set(
    listAt(fieldsAt(topology, "library"), "function").map((body) =>
      isFields(body) ? textAt(fieldsAt(body, "signature"), "name") : "",
    ),
  );
  for (const node of nodes) if (!functions.has(node.op)) add(node);
  for (const one of listed) {
    const node = graphNode(one);
    if (node && !functions.has(node.op)) add({ ...node, inputs: [] });
  }
  return operators;
}

const multiplying =
  /^(_Fused)?Conv2D(BackpropInput)?$|^(Fused)?DepthwiseConv2d(Native)?$|MatMul(V2)?$/;

function workOf(
  nodes: readonly GraphNode[],
  values: ReadonlyMap<string, Value>,
): Pick<ModelReport, "multiplyAdds" | "uncounted"> {
  let sum = 0;
  let counted = 0;
  const uncounted = new Set<string>();
  for (const node of nodes) {
    if (!multiplying.test(node.op)) continue;
    const work = multiplyAdds(node, values);
    if (work === null) {
      uncounted.add(node.op);
    } else {
      sum += work;
      counted += 1;
    }
  }
  const none = counted === 0 && uncounted.size > 0;
  return { multiplyAdds: none ? null : sum, uncounted: [...uncounted].sort() };
}

function multiplyAdds(node: GraphNode, values: ReadonlyMap<string, Value>): number | null {
  const shapeOf = (index: number): Shape | null =>
    values.get(node.inputs[index] ?? "")?.shape ?? null;
  const output = elementsOf(values.get(node.name)?.shape ?? null);
  const weights = shapeOf(1);
  if (output === null || weights === null) return null;
  const [height = null, width = null, depth = null, last = null] = weights;
  if (node.op === "Conv2DBackpropInput") {
    const input = elementsOf(shapeOf(2));
    const perInput = elementsOf([height, width, depth]);
    return input === null || perInput === null || last === null ? null : input * perInput;
  }
  if (/Depthwise/.test(node.op)) {
    return height === null || width === null ? null : output * height * width;
  }
  if (/Conv2D/.test(node.op)) {
    const perOutput = elementsOf([height, width, depth]);
    return perOutput === null ? null : output * perOutput;
  }
  const flip = node.attributes.flag("transpose_a") || node.attributes.flag("adj_x");
  const inner = shapeOf(0)?.at(flip ? -2 : -1) ?? null;
  return inner === null ? null : output * inner;
}
