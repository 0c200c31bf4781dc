import { adviceFor } from "../advice.ts";
import { bytesOf, elementsOf } from "../element-types.ts";
import { peakMemory } from "../peak-memory.ts";
import { readOrRefuse } from "../refuse.ts";
import type { ModelReport, OpenedModel, PortReport, QuantizationKind, Shape } from "../report.ts";
import { OperatorTally, WeightTally } from "../tally.ts";
import { liteRtOperators as builtIn } from "./operators.ts";
import { readMetadata } from "./read-metadata.ts";
import {
  readTflite,
  type TfliteFile,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
} from "./read-tflite.ts";

const controlFlow: ReadonlySet<string> = new Set(["IF", "WHILE", "CALL", "CALL_ONCE"]);

/**
 * Reads a TFLite model as data.
 * @throws AppError `model-refused`
 */
export function reportTflite(opened: OpenedModel): ModelReport {
  const file = readTflite(opened);
  return readOrRefuse(file.name, () => reportOf(opened, file));
}

function reportOf(opened: OpenedModel, file: TfliteFile): ModelReport {
  const [main] = file.graphs;
  const graph: TfliteGraph = main ?? { tensors: [], inputs: [], outputs: [], operators: [] };
  const operators = new OperatorTally();
  const weights = new WeightTally();
  const counted = new Set<number>();
  for (const { tensors, operators: steps } of file.graphs) {
    for (const { name, custom, version, inputs } of steps) {
      const dtypes = inputs.map((index) => tensors[index]?.dtype ?? "unknown");
      const foreign = custom && !builtIn.has(name);
      operators.add({ name, domain: "", custom: foreign, version }, dtypes);
    }
    for (const { dtype, shape, dataBytes, buffer } of tensors) {
      // Several tensors may share one buffer.
      if (dataBytes === 0 || counted.has(buffer)) continue;
      counted.add(buffer);
      weights.add(dtype, elementsOf(shape) ?? 0, dataBytes);
    }
  }
  const name = (index: number): string => String(index);
  const activationBytes = peakMemory(
    graph.operators.map(({ inputs, outputs }) => ({
      inputs: inputs.filter((index) => index >= 0).map(name),
      outputs: outputs.map(name),
    })),
    graph.inputs.map(name),
    graph.outputs.map(name),
    (index) => {
      const tensor = graph.tensors[Number(index)];
      const elements = elementsOf(tensor?.shape ?? null);
      return !tensor || tensor.dataBytes > 0 || elements === null
        ? null
        : bytesOf(tensor.dtype, elements);
    },
  );
  const report: Omit<ModelReport, "advice"> = {
    format: "tflite",
    title: opened.title,
    producer: file.description.slice(0, 200),
    schemaVersion: file.version,
    opsets: [],
    inputs: graph.inputs.flatMap((index) => portOf(graph.tensors[index])),
    outputs: graph.outputs.flatMap((index) => {
      // A custom operator may leave its results without any shape, which then is `[]`.
      const open = graph.operators.some(({ custom, outputs }) => custom && outputs.includes(index));
      return portOf(graph.tensors[index], open);
    }),
    operators: operators.report(),
    parameters: weights.elements,
    ...workOf(graph),
    weights: weights.report(),
    fileBytes: file.bytes.length,
    memory: { weightBytes: weights.bytes, activationBytes },
    quantization: quantizationOf(graph, weights),
    externalData: [],
    controlFlow: operators
      .report()
      .map((operator) => operator.name)
      .filter((operator) => controlFlow.has(operator))
      .sort(),
    constantsAsWeights: 0,
    initializersAsInputs: 0,
    ...readMetadata(file),
  };
  return { ...report, advice: adviceFor(report) };
}

function portOf(tensor: TfliteTensor | undefined, open = false): readonly PortReport[] {
  if (!tensor) return [];
  const { name, signature, dtype, quantization } = tensor;
  const shape = open && signature.length === 0 ? null : signature;
  const port = { name, shape, symbols: signature.map(() => null), dtype };
  return [quantization && /^u?int(8|16)$/.test(dtype) ? { ...port, quantization } : port];
}

/** Convolutions and products, and what stands for their weights among the inputs. */
const multiplying: Readonly<Record<string, number>> = {
  CONV_2D: 1,
  DEPTHWISE_CONV_2D: 1,
  FULLY_CONNECTED: 1,
  TRANSPOSE_CONV: 1,
  Convolution2DTransposeBias: 1,
  BATCH_MATMUL: 1,
};

function quantizationOf(graph: TfliteGraph, weights: WeightTally): QuantizationKind {
  const steps = graph.operators.filter(({ name }) => name in multiplying);
  const types = steps.map(({ name, inputs }) => {
    // The picture of a transposed convolution comes third.
    const data = graph.tensors[inputs[name === "TRANSPOSE_CONV" ? 2 : 0] ?? -1];
    return { data: data?.dtype, weight: graph.tensors[inputs[1] ?? -1] };
  });
  if (types.some(({ data }) => data === "int8" || data === "uint8" || data === "int16")) {
    return "static-int8";
  }
  if (types.some(({ data, weight }) => data === "float32" && /^u?int/.test(weight?.dtype ?? ""))) {
    return "dynamic-int8";
  }
  if (types.some(({ data }) => data === "float16")) return "float16";
  return weights.share("float32") < 0.5 && weights.elements > 0 ? "weights-only" : "none";
}

function workOf(graph: TfliteGraph): Pick<ModelReport, "multiplyAdds" | "uncounted"> {
  let sum = 0;
  let counted = 0;
  const uncounted = new Set<string>();
  for (const step of graph.operators) {
    if (!(step.name in multiplying)) continue;
    const work = multiplyAdds(step, graph);
    if (work === null) {
      uncounted.add(step.name);
    } else {
      sum += work;
      counted += 1;
    }
  }
  const none = counted === 0 && uncounted.size > 0;
  return { multiplyAdds: none ? null : sum, uncounted: [...uncounted].sort() };
}

function multiplyAdds(
  { name, inputs, outputs }: TfliteOperator,
  graph: TfliteGraph,
): number | null {
  const shapeOf = (index: number | undefined): Shape | null =>
    graph.tensors[index ?? -1]?.shape ?? null;
  const output = elementsOf(shapeOf(outputs[0]));
  const weights = shapeOf(inputs[1]);
  if (output === null || weights === null) return null;
  const [, height = 1, width = 1, depth = 1] = weights;
  switch (name) {
    case "CONV_2D":
      return product(output, height, width, depth);
    case "DEPTHWISE_CONV_2D":
      return product(output, height, width);
    case "FULLY_CONNECTED":
      return product(output, weights.at(-1) ?? null);
    case "BATCH_MATMUL":
      return product(output, shapeOf(inputs[0])?.at(-1) ?? null);
    default: {
      // Transposed: every input element meets each weight of its channel.
      const input = shapeOf(inputs[name === "TRANSPOSE_CONV" ? 2 : 0]);
      return product(elementsOf(input), height, width, weights[0] ?? null);
    }
  }
}

function product(...sizes: readonly (number | null)[]): number | null {
  return sizes.reduce(
    (all, size) => (all === null || size === null ? null : all * size),
    1 as number | null,
  );
}
