import { ByteBuffer } from "flatbuffers";
import { describe, expect, it } from "vitest";
import { BuiltinOperator, Model, TensorType } from "../tflite/generated/tflite-model.ts";
import { tfjsToTflite } from "./convert-tfjs.ts";
import { ExampleBuilder, type ExampleGraph } from "./example-builder.ts";
import { exampleGraphs } from "./example-graphs.ts";

const how = {
  strides: [1, 1, 1, 1],
  dilations: [1, 1, 1, 1],
  data_format: "NHWC",
  padding: "SAME",
};

function convert({ json, files, input, outputs }: ExampleGraph): Uint8Array {
  const wanted = { inputShapes: { [input.name]: input.shape }, outputs };
  return tfjsToTflite({ json, files, wanted, description: "an example" });
}

/** A file as its format's reader sees it. */
function read(bytes: Uint8Array) {
  const buffer = new ByteBuffer(bytes);
  expect(Model.bufferHasIdentifier(buffer)).toBe(true);
  const model = Model.getRootAsModel(buffer);
  const graph = model.subgraphs(0)?.unpack();
  if (!graph) throw new Error("no subgraph");
  const codes = Array.from({ length: model.operatorCodesLength() }, (_, index) =>
    model.operatorCodes(index)?.unpack(),
  );
  const operators = graph.operators.map(({ opcodeIndex, inputs, outputs }) => ({
    name: BuiltinOperator[codes[opcodeIndex]?.builtinCode ?? -1],
    inputs,
    outputs,
  }));
  const data = (tensor: number): Uint8Array | null | undefined =>
    model.buffers(graph.tensors[tensor]?.buffer ?? 0)?.dataArray();
  return { model, graph, operators, data };
}

function built(build: (graph: ExampleBuilder) => void): ReturnType<typeof read> {
  const graph = new ExampleBuilder([1, 8, 8, 16]);
  build(graph);
  return read(convert(graph.build("built")));
}

/** Numbers that halves hold without loss. */
function halves(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => ((index % 7) - 3) / 8);
}

describe.each(exampleGraphs)("the TFLite file of $name", (example) => {
  it("keeps the names and order of inputs and outputs, and is the same each time", () => {
    const bytes = convert(example);
    const { graph } = read(bytes);
    const nameOf = (tensor: number) => graph.tensors[tensor]?.name;
    expect(graph.inputs.map(nameOf)).toEqual(["x"]);
    expect(graph.outputs.map(nameOf)).toEqual(example.outputs);
    expect(convert(example)).toEqual(bytes);
  });

  it("makes every value once, before it is read, and starts weights at multiples of 16", () => {
    const bytes = convert(example);
    const { graph, operators, data } = read(bytes);
    const made = new Set(graph.inputs);
    for (const [index] of graph.tensors.entries()) {
      const weights = data(index);
      if (!weights) continue;
      made.add(index);
      expect((weights.byteOffset - bytes.byteOffset) % 16).toBe(0);
    }
    for (const { name, inputs, outputs } of operators) {
      expect(name).toBeDefined();
      for (const input of inputs) expect(made).toContain(input);
      for (const output of outputs) {
        expect(made).not.toContain(output);
        made.add(output);
      }
    }
    for (const output of graph.outputs) expect(made).toContain(output);
  });
});

describe("weights", () => {
  it("are kept as halves where that loses nothing, together with their bias", () => {
    const { graph, operators } = built((example) => {
      const weights = example.weights([1, 1, 16, 16], halves(256));
      example.output("_FusedConv2D", ["x", weights, example.weights([16], halves(16))], {
        ...how,
        fused_ops: ["BiasAdd"],
        num_args: 1,
      });
    });
    expect(operators.map(({ name }) => name)).toEqual(["DEQUANTIZE", "DEQUANTIZE", "CONV_2D"]);
    const types = graph.tensors.map(({ type }) => type);
    expect(types.filter((type) => type === TensorType.FLOAT16)).toHaveLength(2);
  });

  it("are kept whole where weights or bias would lose, both alike", () => {
    const { graph, operators } = built((example) => {
      const bias = example.weights(
        [16],
        Float32Array.from({ length: 16 }, (_, index) => index / 3),
      );
      const weights = example.weights([1, 1, 16, 16], halves(256));
      example.output("_FusedConv2D", ["x", weights, bias], {
        ...how,
        fused_ops: ["BiasAdd"],
        num_args: 1,
      });
    });
    expect(operators.map(({ name }) => name)).toEqual(["CONV_2D"]);
    expect(graph.tensors.some(({ type }) => type === TensorType.FLOAT16)).toBe(false);
  });
});

describe("simpler graphs", () => {
  it("do borders and ReLUs on the way", () => {
    const { operators } = built((example) => {
      const padded = example.node("Pad", ["x", example.wholes([0, 0, 0, 1, 0, 1, 0, 0], [4, 2])]);
      const conv = example.node("Conv2D", [padded, example.weights([3, 3, 16, 2])], {
        ...how,
        strides: [1, 2, 2, 1],
        padding: "VALID",
      });
      example.output("Relu6", [conv]);
    });
    // On an even side the border at the end alone is what SAME means.
    expect(operators.map(({ name }) => name)).toEqual(["CONV_2D"]);
  });

  it("keep a border that other steps read, too", () => {
    const { operators } = built((example) => {
      const around = example.wholes([0, 0, 0, 1, 0, 1, 0, 0], [4, 2]);
      const padded = example.node("Pad", ["x", around]);
      const valid = { ...how, padding: "VALID" };
      example.output("Conv2D", [padded, example.weights([3, 3, 16, 2])], valid);
      example.wanted(padded);
    });
    expect(operators.map(({ name }) => name)).toEqual(["PAD", "CONV_2D"]);
  });

  it("do hard swish in one step, and scale weights instead of pictures", () => {
    const { operators } = built((example) => {
      const scalar = (value: number) => example.weights([], Float32Array.of(value));
      const part = example.node("Mul", [scalar(0.1666259765625), "x"]);
      const clipped = example.node("Relu6", [example.node("Add", ["x", scalar(3)])]);
      const swish = example.node("Mul", [part, clipped]);
      example.output("DepthwiseConv2dNative", [swish, example.weights([3, 3, 16, 1])], how);
    });
    expect(operators.map(({ name }) => name)).toEqual(["HARD_SWISH", "DEPTHWISE_CONV_2D"]);
  });
});
