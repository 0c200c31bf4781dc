import { adviceFor } from "../advice.ts";
import { chosenSize, closedShape } from "../assumed-size.ts";
import { bytesOf, elementsOf } from "../element-types.ts";
import { labelsOfText } from "../labels.ts";
import { limits } from "../limits.ts";
import { peakMemory } from "../peak-memory.ts";
import { readOrRefuse, refuse } from "../refuse.ts";
import type {
  Advice,
  ExternalFile,
  FoundLabels,
  ModelReport,
  OpenedModel,
  PortReport,
  Shape,
} from "../report.ts";
import { OperatorTally, WeightTally } from "../tally.ts";
import { plainText } from "../text.ts";
import { onnx } from "./generated/onnx.js";
import { declared, inferShapes, opsetsOf, type Values } from "./infer-shapes.ts";
import { multiplies, multiplyAddsOf } from "./multiply-adds.ts";
import { isCustomOnnx, onnxControlFlow } from "./operators.ts";
import { int, type OnnxFile, onnxType, readOnnx, subgraphsOf } from "./read-onnx.ts";
import { storedTensor } from "./tensor-values.ts";

/** Elements from which a constant counts as a weight rather than as a shape or an axis. */
const weightElements = 64;

/** What the walk over all nodes, subgraphs included, gathers. */
interface Walk {
  readonly operators: OperatorTally;
  readonly weights: WeightTally;
  readonly external: Map<string, number>;
  readonly controlFlow: Set<string>;
  constantsAsWeights: number;
  int32ZeroPoints: number;
}

/**
 * Reads an ONNX model as data.
 * @throws AppError `model-refused`
 */
export function reportOnnx(opened: OpenedModel): ModelReport {
  const file = readOnnx(opened);
  return readOrRefuse(file.name, () => reportOf(opened, file));
}

function reportOf(opened: OpenedModel, file: OnnxFile): ModelReport {
  const { model, graph } = file;
  const metadata = metadataOf(model);
  const asked = sizeInMetadata(metadata);
  const weightNames = new Set(graph.initializer.map(({ name }) => name ?? ""));
  for (const { values } of graph.sparseInitializer) weightNames.add(values?.name ?? "");
  const inputs = graph.input.filter(({ name }) => !weightNames.has(name ?? ""));
  const closed = new Map<string, Shape | null>();
  for (const input of inputs) {
    closed.set(input.name ?? "", closedShape(declared(input).shape, asked));
  }
  const values = inferShapes(file, closed);
  const walk = walkAll(file, values);
  const work = workOf(graph, values);
  const first = inputs[0];
  const assumedSize =
    first && chosenSize(declared(first).shape, closed.get(first.name ?? "") ?? null);
  const activationBytes = peakMemory(
    graph.node.map(({ input, output }) => ({ inputs: input ?? [], outputs: output ?? [] })),
    inputs.map(({ name }) => name ?? ""),
    graph.output.map(({ name }) => name ?? ""),
    (name) => {
      const value = weightNames.has(name) ? undefined : values.get(name);
      const elements = elementsOf(value?.shape ?? null);
      return value && elements !== null ? bytesOf(value.dtype, elements) : null;
    },
  );
  const ports = {
    inputs: inputs.map(portOf),
    outputs: graph.output.map((info) => followed(portOf(info), values)),
  };
  const report: Omit<ModelReport, "advice"> = {
    format: "onnx",
    title: opened.title,
    producer: `${model.producerName} ${model.producerVersion}`.trim().slice(0, 200),
    schemaVersion: int(model.irVersion),
    opsets: [...opsetsOf(model)].map(([domain, version]) => ({ domain, version })),
    ...ports,
    operators: walk.operators.report(),
    parameters: walk.weights.elements,
    ...work,
    ...(assumedSize ? { assumedSize } : {}),
    weights: walk.weights.report(),
    fileBytes: opened.files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    memory: { weightBytes: walk.weights.bytes, activationBytes },
    quantization: quantizationOf(walk, values, graph),
    externalData: [...walk.external].map(([name, bytes]) => externalFile(file, name, bytes)),
    controlFlow: [...walk.controlFlow].sort(),
    constantsAsWeights: walk.constantsAsWeights,
    initializersAsInputs: graph.input.length - inputs.length,
    metadata,
    foundLabels: labelsIn(metadata),
  };
  return { ...report, advice: [...adviceFor(report), ...ownAdvice(walk, report, values)] };
}

function portOf(info: onnx.ValueInfo.$Properties): PortReport {
  const { shape, symbols, type } = declared(info);
  return { name: info.name ?? "", shape, symbols, dtype: onnxType(type) };
}

/** An output with what its open sizes come to where the input's are chosen. */
function followed(port: PortReport, values: Values): PortReport {
  const { name, shape } = port;
  const inferred = values.get(name)?.shape;
  if (!inferred || (shape !== null && !shape.includes(null))) return port;
  if (shape !== null && shape.length !== inferred.length) return port;
  return {
    ...port,
    followedShape: shape?.map((size, axis) => size ?? inferred[axis] ?? null) ?? inferred,
  };
}

function walkAll(file: OnnxFile, values: Values): Walk {
  const walk: Walk = {
    operators: new OperatorTally(),
    weights: new WeightTally(),
    external: new Map(),
    controlFlow: new Set(),
    constantsAsWeights: 0,
    int32ZeroPoints: 0,
  };
  const opsets = opsetsOf(file.model);
  const functions = new Set<string>();
  const bodies = file.model.functions.map((bytes) => onnx.FunctionBody.decode(bytes));
  for (const { domain, name } of bodies) functions.add(`${domain}/${name}`);
  const walkNodes = (nodes: readonly onnx.Node.$Properties[], known: Values | null): void => {
    for (const node of nodes) {
      const name = node.opType ?? "";
      const domain = node.domain === "ai.onnx" ? "" : (node.domain ?? "");
      const dtypes = (node.input ?? []).map((input) => known?.get(input)?.dtype ?? "unknown");
      if (!functions.has(`${domain}/${name}`)) {
        const custom = isCustomOnnx(domain, name);
        walk.operators.add({ name, domain, custom, version: opsets.get(domain) ?? 0 }, dtypes);
      }
      if (onnxControlFlow.has(name)) walk.controlFlow.add(name);
      if (/^(De)?[Qq]uantizeLinear$/.test(name) && dtypes[2] === "int32") walk.int32ZeroPoints += 1;
      for (const { t } of node.attribute ?? []) {
        if (name === "Constant" && t) countTensor(file, walk, t, true);
      }
      for (const graph of subgraphsOf(node)) walkGraph(graph, null);
    }
  };
  const walkGraph = (graph: onnx.Graph, known: Values | null): void => {
    for (const tensor of graph.initializer) countTensor(file, walk, tensor, false);
    for (const { values: sparse } of graph.sparseInitializer) {
      if (sparse) countTensor(file, walk, sparse, false);
    }
    walkNodes(graph.node, known);
  };
  walkGraph(file.graph, values);
  for (const { node } of bodies) walkNodes(node, null);
  return walk;
}

function countTensor(
  file: OnnxFile,
  walk: Walk,
  tensor: onnx.Tensor.$Properties,
  constant: boolean,
): void {
  const { dtype, elements, bytes, external } = storedTensor(file.name, tensor);
  if (constant && elements >= weightElements) walk.constantsAsWeights += 1;
  walk.weights.add(dtype, elements, bytes);
  if (!external) return;
  if (walk.external.size >= 256) refuse("too-large", file.name, "weights in more than 256 files");
  const end = external.offset + external.length;
  walk.external.set(external.file, Math.max(walk.external.get(external.file) ?? 0, end));
}

function externalFile(file: OnnxFile, name: string, neededBytes: number): ExternalFile {
  return { name, neededBytes, present: (besideOf(file, name)?.length ?? -1) >= neededBytes };
}

/** The file that a graph names: by its path, else by its last part, as flat drops of folders have it. */
export function besideOf(file: OnnxFile, name: string): Uint8Array | undefined {
  const last = name.split("/").at(-1);
  return (
    file.beside.get(name) ?? [...file.beside].find(([path]) => path.split("/").at(-1) === last)?.[1]
  );
}

function workOf(
  graph: onnx.Graph,
  values: Values,
): Pick<ModelReport, "multiplyAdds" | "uncounted"> {
  let sum = 0;
  let counted = 0;
  const uncounted = new Set<string>();
  for (const node of graph.node) {
    const op = node.opType ?? "";
    if (!multiplies(op)) continue;
    const work = multiplyAddsOf(node, values);
    if (work === null) {
      uncounted.add(op);
    } else {
      sum += work;
      counted += 1;
    }
  }
  return {
    multiplyAdds: counted === 0 && uncounted.size > 0 ? null : sum,
    uncounted: [...uncounted].sort(),
  };
}

function quantizationOf(
  { operators, weights }: Walk,
  values: Values,
  graph: onnx.Graph,
): ModelReport["quantization"] {
  const any = (...names: string[]): boolean => names.some((name) => operators.has(name));
  if (any("DynamicQuantizeLinear", "ConvInteger", "MatMulInteger", "DynamicQuantizeMatMul")) {
    return "dynamic-int8";
  }
  if (any("QuantizeLinear", "QLinearConv", "QLinearMatMul", "QGemm")) return "static-int8";
  if (any("DequantizeLinear", "MatMulNBits")) return "weights-only";
  if (weights.share("float16") < 0.5) return "none";
  const computed = graph.node.find(({ opType }) => multiplies(opType ?? ""))?.output?.[0] ?? "";
  return values.get(computed)?.dtype === "float32" ? "weights-only" : "float16";
}

function metadataOf(model: onnx.Model): ModelReport["metadata"] {
  const entries = model.metadataProps.slice(0, 256).map(({ key, value }) => ({
    key: (key ?? "").slice(0, 200),
    value: plainText(value, limits.metadataBytes),
  }));
  const about = plainText(model.docString, 4096);
  return about === "" ? entries : [...entries, { key: "doc_string", value: about }];
}

function sizeInMetadata(
  metadata: ModelReport["metadata"],
): { readonly width: number; readonly height: number } | null {
  const text = metadata.find(({ key }) => key === "imgsz")?.value.slice(0, 100) ?? "";
  const [height, width = height] = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (!height || !width || height > 8192 || width > 8192) return null;
  return { width, height };
}

function labelsIn(metadata: ModelReport["metadata"]): readonly FoundLabels[] {
  return metadata.flatMap(({ key, value }) => {
    if (!/^(names|labels|classes|class_names|id2label|label_names)$/i.test(key)) return [];
    const labels = labelsOfText(value);
    return labels === null ? [] : [{ from: `metadata ${key}`, labels }];
  });
}

function ownAdvice(
  walk: Walk,
  report: Omit<ModelReport, "advice">,
  values: Values,
): readonly Advice[] {
  const advice: Advice[] = [];
  if (walk.int32ZeroPoints > 0) {
    const count = walk.int32ZeroPoints;
    advice.push({ code: "int32-zero-points", count, repair: "drop-zero-points" });
  }
  const opset = report.opsets.find(({ domain }) => domain === "")?.version ?? 0;
  if (opset < 7) advice.push({ code: "old-opset", count: opset });
  // Only where nothing had to be assumed can the two be compared.
  const differing = report.inputs.some(({ shape }) => shape === null || shape.includes(null))
    ? []
    : report.outputs.filter(({ name, shape }) => {
        const inferred = values.get(name)?.shape;
        if (!inferred || shape === null) return false;
        return (
          inferred.length !== shape.length ||
          shape.some((size, axis) => {
            const other = inferred[axis];
            return size !== null && other !== null && other !== size;
          })
        );
      });
  if (differing.length > 0) {
    advice.push({ code: "declared-shape-differs", names: differing.map(({ name }) => name) });
  }
  return advice;
}
