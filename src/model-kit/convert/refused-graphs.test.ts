import { expect, it } from "vitest";
import { tfjsToTflite } from "./convert-tfjs.ts";
import { ExampleBuilder, type ExampleGraph } from "./example-builder.ts";

function graphOf(build: (graph: ExampleBuilder) => void, shape = [1, 4, 4, 3]): ExampleGraph {
  const graph = new ExampleBuilder(shape);
  build(graph);
  return graph.build("refused");
}

const right = graphOf((graph) => {
  graph.output("AddV2", ["x", graph.weights([3])]);
});

/** The right graph, one of its nodes changed. */
function changed(operator: string, change: object): ExampleGraph {
  const json = structuredClone(right.json) as {
    modelTopology: { node: { op: string }[] };
  };
  for (const node of json.modelTopology.node) if (node.op === operator) Object.assign(node, change);
  return { ...right, json };
}

const refused: readonly (readonly [string, ExampleGraph, RegExp])[] = [
  ["an operator that it does not know", changed("AddV2", { op: "NonMaxSuppressionV5" }), /NonMax/],
  ["a graph without nodes", { ...right, json: { weightsManifest: [] } }, /no graph/],
  ["a node without a name", changed("AddV2", { name: 7 }), /without name/],
  ["a circle", changed("AddV2", { input: ["out0", "c0"] }), /circle/],
  ["an input that nothing makes", changed("AddV2", { input: ["x", "elsewhere"] }), /elsewhere/],
  ["an output that is not there", { ...right, outputs: ["elsewhere"] }, /elsewhere/],
  ["an output that the input does not change", { ...right, outputs: ["c0"] }, /c0/],
  ["a missing file", { ...right, files: new Map() }, /weights\.bin is missing/],
  [
    "weights that end too early",
    { ...right, files: new Map([["weights.bin", new Uint8Array(8)]]) },
    /end before c0/,
  ],
  [
    "shapes that do not fit",
    { ...right, input: { name: "x", shape: [1, 4, 4, 2] } },
    /does not fit/,
  ],
  [
    "pictures in planes",
    graphOf((graph) => {
      const how = { strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], padding: "SAME" };
      graph.output("Conv2D", ["x", graph.weights([3, 3, 3, 2])], { ...how, data_format: "NCHW" });
    }),
    /NCHW/,
  ],
  [
    "weights that are computed",
    graphOf((graph) => {
      const weights = graph.node("Relu", ["x"]);
      graph.output("MatMul", ["x", weights]);
    }),
    /not known before/,
  ],
];

it.each(refused)("refuses %s, and says so", (_, { json, files, input, outputs }, reason) => {
  const wanted = { inputShapes: { [input.name]: input.shape }, outputs };
  expect(() => tfjsToTflite({ json, files, wanted, description: "" })).toThrow(
    expect.objectContaining({
      code: "model-refused",
      details: expect.objectContaining({ reason: expect.stringMatching(reason) }),
    }),
  );
});
