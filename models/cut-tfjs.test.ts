import { describe, expect, it } from "vitest";
import { type Cut, cutTfjs } from "./cut-tfjs.ts";

const cut: Cut = {
  inputNode: "loop/stack",
  inputName: "images",
  inputShape: [1, 2],
  outputNodes: ["sum"],
};

/** x → loop → loop/stack → product (by w) → sum (with b); sorted comes after, by k. */
const nodes = [
  { name: "x", op: "Placeholder" },
  { name: "loop", op: "Enter", input: ["x"] },
  { name: "loop/stack", op: "TensorListStack", input: ["loop:1"] },
  { name: "w", op: "Const" },
  { name: "b", op: "Const" },
  { name: "k", op: "Const" },
  { name: "product", op: "Mul", input: ["loop/stack", "w"] },
  { name: "sum", op: "AddV2", input: ["product:0", "b", "^loop/stack"] },
  { name: "sorted", op: "TopKV2", input: ["sum", "k"] },
];
const weights = [
  { name: "k", shape: [1], dtype: "int32" },
  { name: "w", shape: [2], dtype: "float32", quantization: { dtype: "uint8", scale: 1, min: 0 } },
  { name: "b", shape: [], dtype: "float32" },
];

function files(bytes = 10) {
  const graph = {
    format: "graph-model",
    signature: { inputs: { x: {} } },
    modelTopology: { node: nodes, library: {} },
    weightsManifest: [{ paths: ["weights.bin"], weights }],
  };
  return [
    { name: "model.json", content: Buffer.from(JSON.stringify(graph)) },
    { name: "weights.bin", content: Uint8Array.from({ length: bytes }, (_, index) => index) },
  ];
}

describe("a cut graph", () => {
  const [json, bin] = cutTfjs(files(), cut);
  const graph = JSON.parse(Buffer.from(json?.content ?? []).toString());

  it("keeps the nodes between, in their order, and feeds the first", () => {
    expect(graph.modelTopology.node).toEqual([
      {
        name: "images",
        op: "Placeholder",
        attr: {
          dtype: { type: "DT_FLOAT" },
          shape: { shape: { dim: [{ size: "1" }, { size: "2" }] } },
        },
      },
      { name: "w", op: "Const" },
      { name: "b", op: "Const" },
      { name: "product", op: "Mul", input: ["images", "w"] },
      { name: "sum", op: "AddV2", input: ["product:0", "b", "images"] },
    ]);
    expect(graph.modelTopology.library).toEqual({});
  });

  it("keeps the weights of those nodes, byte for byte, and no signature of the old ends", () => {
    expect(graph.weightsManifest).toEqual([{ paths: ["weights.bin"], weights: weights.slice(1) }]);
    expect([...(bin?.content ?? [])]).toEqual([4, 5, 6, 7, 8, 9]);
    expect(graph.signature).toBe(undefined);
    expect(graph.format).toBe("graph-model");
  });

  it.each<[string, Partial<Cut>, RegExp]>([
    ["an output that is not there", { outputNodes: ["none"] }, /no node none/],
    ["an input that nothing needs", { inputNode: "sorted" }, /still needs the input x/],
    ["a cut behind which the old input is needed", { inputNode: "w" }, /still needs the input x/],
    ["an input on which nothing depends", { inputNode: "k", outputNodes: ["w"] }, /depends on k/],
  ])("is refused for %s", (_, change, message) => {
    expect(() => cutTfjs(files(), { ...cut, ...change })).toThrow(message);
  });

  it("is refused where the weights are not as long as the graph says", () => {
    expect(() => cutTfjs(files(11), cut)).toThrow(/not as long/);
  });
});
