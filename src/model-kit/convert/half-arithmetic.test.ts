import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { onnx } from "../onnx/generated/onnx.js";
import { tfjsToOnnx } from "./convert-tfjs.ts";
import { ExampleBuilder, type ExampleGraph } from "./example-builder.ts";
import { exampleGraphs } from "./example-graphs.ts";

/** Starting two runtimes takes its time on a busy machine. */
const slowMs = 60_000;
const float = 1;
const half = 10;
const same = {
  strides: [1, 1, 1, 1],
  dilations: [1, 1, 1, 1],
  data_format: "NHWC",
  padding: "SAME",
};

beforeAll(async () => {
  ort.env.wasm.numThreads = 1;
  await tf.setBackend("cpu");
});

/** Weights as trained networks have them: the sums stay near the size of what goes in. */
function weights(graph: ExampleBuilder, shape: readonly number[]): string {
  const count = shape.reduce((all, size) => all * size, 1);
  const fan = count / (shape.at(-1) ?? 1);
  const values = Float32Array.from({ length: count }, (_, at) => Math.sin(at * 1.7 + fan) / fan);
  return graph.weights(shape, values);
}

/** Steps of many kinds between a first convolution and two last ones, and a tail of arithmetic. */
function network(): ExampleGraph {
  const graph = new ExampleBuilder([1, 8, 6, 3]);
  const scaled = graph.node("Mul", ["x", graph.weights([], Float32Array.of(30_000))]);
  const normal = graph.node("RealDiv", [scaled, graph.weights([], Float32Array.of(29_000))]);
  const first = graph.node(
    "_FusedConv2D",
    [normal, weights(graph, [3, 3, 3, 8]), weights(graph, [8])],
    { ...same, fused_ops: ["BiasAdd", "Relu6"], num_args: 1 },
  );
  const deep = graph.node("DepthwiseConv2dNative", [first, weights(graph, [3, 3, 8, 1])], same);
  const pooled = graph.node("MaxPool", [first], {
    ksize: [1, 2, 2, 1],
    strides: [1, 2, 2, 1],
    padding: "VALID",
    data_format: "NHWC",
  });
  const large = graph.node("ResizeBilinear", [pooled, graph.wholes([8, 6])], {
    half_pixel_centers: true,
  });
  const sum = graph.node("AddV2", [deep, large]);
  const mean = graph.node("Mean", [sum, graph.wholes([1, 2])], { keep_dims: true });
  const gate = graph.node("Sigmoid", [
    graph.node("Conv2D", [mean, weights(graph, [1, 1, 8, 8])], same),
  ]);
  const gated = graph.node("Mul", [sum, gate]);
  const sloped = graph.node("Prelu", [gated, graph.weights([1, 1, 8])]);
  const both = graph.node("ConcatV2", [sloped, gated, graph.wholes([-1], [])]);
  const clipped = graph.node("Relu6", [
    graph.node("Pad", [both, graph.wholes([0, 0, 1, 0, 0, 1, 0, 0], [4, 2])]),
  ]);
  const head = graph.node("Conv2D", [clipped, weights(graph, [1, 1, 16, 4])], same);
  const big = graph.node("Mul", [head, graph.weights([], Float32Array.of(1000))]);
  graph.output("Square", [big]);
  graph.output("Conv2D", [clipped, weights(graph, [1, 1, 16, 2])], same);
  // What is read where halves are computed, and as an answer.
  graph.wanted(gated);
  return graph.build("a network");
}

function convert({ json, files, input, outputs }: ExampleGraph): Uint8Array {
  const wanted = { inputShapes: { [input.name]: input.shape }, outputs };
  return tfjsToOnnx({ json, files, wanted, description: "an example" }, "float16");
}

async function answersOfTfjs({ json, files, input, data, outputs }: ExampleGraph) {
  const { weightsManifest, ...model } = json as { weightsManifest: { weights: [] }[] };
  const graph = await loadGraphModel({
    load: async () => ({
      ...model,
      weightSpecs: weightsManifest.flatMap((part) => part.weights),
      weightData: Uint8Array.from(files.get("weights.bin") ?? []).buffer,
    }),
  });
  const tensor = tf.tensor(data, [...input.shape]);
  return [graph.execute({ [input.name]: tensor }, [...outputs])].flat();
}

/** Nodes and what they make, in halves or not, as a runtime infers it from the file. */
function read(bytes: Uint8Array) {
  const graph = onnx.Model.decode(bytes).graph;
  const nodes = graph?.node ?? [];
  const types = new Map<string, number>();
  for (const { name, elemType } of [...(graph?.input ?? []), ...(graph?.output ?? [])].map(
    ({ name, type }) => ({ name: name ?? "", elemType: type?.tensorType?.elemType ?? 0 }),
  )) {
    types.set(name, elemType);
  }
  for (const { name, dataType } of graph?.initializer ?? []) types.set(name ?? "", dataType ?? 0);
  return { nodes, types, weights: graph?.initializer ?? [] };
}

describe.each([...exampleGraphs, network()])("the example of $name in halves", (example) => {
  it("answers what TF.js answers in floats, up to the digits of halves", {
    timeout: slowMs,
  }, async () => {
    const { input, data, outputs } = example;
    const session = await ort.InferenceSession.create(convert(example), {
      executionProviders: ["wasm"],
    });
    const answers = await session.run({ x: new ort.Tensor("float32", data, [...input.shape]) });
    expect(session.outputNames).toEqual(outputs);
    for (const [index, wish] of (await answersOfTfjs(example)).entries()) {
      const answer = answers[outputs[index] ?? ""];
      expect(answer?.type).toBe("float32");
      expect([index, ...(answer?.dims ?? [])]).toEqual([index, ...wish.shape]);
      const values = Float32Array.from(wish.dataSync());
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of values.entries()) {
        const apart = Math.abs(Number(answer?.data[at]) - value);
        expect(apart, `${outputs[index]}, ${at}`).toBeLessThanOrEqual(0.004 * largest);
      }
    }
  });
});

describe("a network in halves", () => {
  const { nodes, types, weights: kept } = read(convert(network()));
  const madeBy = new Map(nodes.map((node) => [node.output?.[0] ?? "", node]));
  /** The type of a value: told by the file, or that of what makes it. */
  const typeOf = (value: string): number => {
    const node = madeBy.get(value);
    if (!node) return types.get(value) ?? 0;
    if (node.opType !== "Cast") return typeOf(node.input?.[0] ?? "");
    return Number(node.attribute?.find(({ name }) => name === "to")?.i ?? 0);
  };

  it("has inputs and outputs of floats", () => {
    expect(types.get("x")).toBe(float);
    for (const output of network().outputs) {
      expect([types.get(output), typeOf(output)]).toEqual([float, float]);
    }
  });

  it("computes all convolutions in halves but those that answer", () => {
    const convolutions = nodes.filter(({ opType }) => opType === "Conv");
    expect(convolutions.map(({ output }) => typeOf(output?.[0] ?? ""))).toEqual([
      half,
      half,
      half,
      float,
      float,
    ]);
  });

  it("keeps what comes before the first and after the last convolution in floats", () => {
    const typesOf = (operator: string): readonly number[] =>
      nodes
        .filter(({ opType }) => opType === operator)
        .map(({ input }) => typeOf(input?.[0] ?? ""));
    expect(typesOf("Div")).toEqual([float]);
    expect(typesOf("Sigmoid")).toEqual([half]);
    expect(typesOf("PRelu")).toEqual([half]);
    // In the network once, around the head's numbers twice.
    expect(typesOf("Mul")).toEqual([float, half, float, float]);
  });

  it("feeds every step with numbers of one type, sizes of pictures aside", () => {
    for (const { opType, input } of nodes) {
      if (opType === "Cast") continue;
      const numbers = (input ?? []).filter((value) => value !== "").map(typeOf);
      expect(
        new Set(numbers.filter((type) => type === half || type === float)).size,
        `${opType}`,
      ).toBe(1);
    }
  });

  it("converts where halves meet floats, once, and no weights", () => {
    const casts = nodes.filter(({ opType }) => opType === "Cast");
    const from = casts.map(({ input }) => input?.[0] ?? "");
    expect(new Set(from).size).toBe(casts.length);
    const names = kept.map(({ name }) => name);
    for (const value of from) expect(names).not.toContain(value);
    // The picture, what the two heads read, and the answer that is made on the way.
    expect(casts).toHaveLength(3);
  });

  it("is refused where a weight is too large for a half", () => {
    const graph = new ExampleBuilder([1, 4, 4, 1]);
    const large = graph.weights([1, 1, 1, 1], Float32Array.of(70_000));
    const first = graph.node("Conv2D", ["x", large], same);
    graph.output("Conv2D", [first, graph.weights([1, 1, 1, 1])], same);
    expect(() => convert(graph.build("too large"))).toThrow(AppError);
  });
});
