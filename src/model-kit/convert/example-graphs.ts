import { ExampleBuilder, type ExampleGraph } from "./example-builder.ts";

const square = { strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], data_format: "NHWC" } as const;

function convolutions(): ExampleGraph {
  const graph = new ExampleBuilder([1, 9, 6, 3]);
  const bias = ["BiasAdd"];
  graph.output("Conv2D", ["x", graph.weights([3, 3, 3, 5])], {
    ...square,
    strides: [1, 2, 2, 1],
    padding: "SAME",
  });
  graph.output("_FusedConv2D", ["x", graph.weights([3, 2, 3, 5]), graph.weights([5])], {
    ...square,
    padding: "VALID",
    fused_ops: [...bias, "Relu6"],
    num_args: 1,
  });
  graph.output("Conv2D", ["x", graph.weights([3, 3, 3, 4])], {
    ...square,
    padding: "EXPLICIT",
    explicit_paddings: [0, 0, 2, 0, 1, 1, 0, 0],
  });
  graph.output("Conv2D", ["x", graph.weights([3, 3, 3, 4])], {
    ...square,
    dilations: [1, 2, 2, 1],
    padding: "SAME",
  });
  graph.output(
    "_FusedConv2D",
    ["x", graph.weights([1, 1, 3, 4]), graph.weights([4]), graph.weights([4])],
    {
      ...square,
      padding: "VALID",
      fused_ops: [...bias, "Prelu"],
      num_args: 2,
    },
  );
  const padded = graph.node("Pad", ["x", graph.wholes([0, 0, 1, 2, 0, 1, 0, 0], [4, 2])]);
  graph.output("Conv2D", [padded, graph.weights([3, 3, 3, 4])], {
    ...square,
    strides: [1, 2, 2, 1],
    padding: "VALID",
  });
  graph.output("DepthwiseConv2dNative", ["x", graph.weights([3, 3, 3, 2])], {
    ...square,
    padding: "SAME",
  });
  graph.output(
    "FusedDepthwiseConv2dNative",
    ["x", graph.weights([5, 5, 3, 1]), graph.weights([3])],
    {
      ...square,
      strides: [1, 2, 2, 1],
      padding: "SAME",
      fused_ops: [...bias, "Relu"],
      num_args: 1,
    },
  );
  return graph.build("convolutions");
}

function pictures(): ExampleGraph {
  const graph = new ExampleBuilder([1, 7, 5, 4]);
  for (const padding of ["SAME", "VALID"]) {
    for (const op of ["MaxPool", "AvgPool"]) {
      graph.output(op, ["x"], {
        ksize: [1, 3, 2, 1],
        strides: [1, 2, 2, 1],
        padding,
        data_format: "NHWC",
      });
    }
  }
  for (const op of ["ResizeBilinear", "ResizeNearestNeighbor"]) {
    for (const way of [{}, { half_pixel_centers: true }, { align_corners: true }]) {
      graph.output(op, ["x", graph.wholes([14, 10])], way);
    }
  }
  const turned = graph.node("MaxPool", ["x"], {
    ksize: [1, 2, 2, 1],
    strides: [1, 1, 1, 1],
    padding: "VALID",
    data_format: "NHWC",
  });
  graph.output("MirrorPad", [turned, graph.wholes([0, 0, 1, 2, 2, 1, 0, 0], [4, 2])], {
    mode: "REFLECT",
  });
  graph.output("Pad", [turned, graph.wholes([0, 0, 1, 0, 0, 2, 0, 3], [4, 2])]);
  for (const keep_dims of [true, false]) {
    graph.output("Mean", [turned, graph.wholes([1, 2])], { keep_dims });
    graph.output("Sum", [turned, graph.wholes([-1])], { keep_dims });
    graph.output("Max", [turned, graph.wholes([2])], { keep_dims });
  }
  graph.output("ConcatV2", [turned, graph.node("Relu", [turned]), graph.wholes([-1], [])]);
  graph.output("Prelu", [turned, graph.weights([1, 1, 4])]);
  graph.output("AddV2", [turned, graph.weights([4])]);
  graph.output("Mul", [turned, graph.weights([1, 6, 1, 1])]);
  graph.output("Transpose", [turned, graph.wholes([0, 2, 3, 1])]);
  graph.output(
    "StridedSlice",
    [turned, graph.wholes([0, 1, 0, 1]), graph.wholes([1, 6, -1, 3]), graph.wholes([1, 2, 1, 1])],
    {
      begin_mask: 1,
      end_mask: 1,
    },
  );
  return graph.build("pictures");
}

function shapes(): ExampleGraph {
  const graph = new ExampleBuilder([2, 6, 4]);
  const one = [graph.wholes([1, 1, -3]), graph.wholes([2, 5, 4]), graph.wholes([1, 1, 1])];
  graph.output("StridedSlice", ["x", ...one], { shrink_axis_mask: 1 });
  const second = [graph.wholes([0, 1, 3]), graph.wholes([2, 6, 4]), graph.wholes([1, 2, 1])];
  graph.output("StridedSlice", ["x", ...second], { begin_mask: 4, end_mask: 1 });
  graph.output("Slice", ["x", graph.wholes([0, 2, 1]), graph.wholes([2, -1, 2])]);
  const parts = graph.node("Split", [graph.wholes([1], []), "x"], { num_split: 3 });
  graph.output("Sub", [`${parts}:2`, parts]);
  const uneven = graph.node("SplitV", ["x", graph.wholes([1, 3]), graph.wholes([2], [])], {
    num_split: 2,
  });
  graph.output("Neg", [`${uneven}:1`]);
  const rows = graph.node("Unpack", ["x"], { axis: 0, num: 2 });
  graph.output("Pack", [`${rows}:1`, rows], { axis: 1, N: 2 });
  const wider = graph.node("ExpandDims", ["x", graph.wholes([-1], [])]);
  graph.output("Squeeze", [graph.node("Relu", [wider])], { squeeze_dims: [3] });
  graph.output("Reshape", ["x", graph.wholes([-1, 8])]);
  graph.output("GatherNd", ["x", graph.wholes([0, 5, 1, 2, 0, 0], [3, 2])]);
  const flat = graph.node("Reshape", ["x", graph.wholes([2, 24])]);
  const hidden = graph.node("_FusedMatMul", [flat, graph.weights([24, 7]), graph.weights([7])], {
    fused_ops: ["BiasAdd", "Relu"],
    num_args: 1,
  });
  graph.output("Softmax", [graph.node("MatMul", [hidden, graph.weights([7, 5])])]);
  const largest = graph.node("ArgMax", ["x", graph.wholes([1], [])], {
    output_type: { type: "DT_INT32" },
  });
  const whole = graph.node("Sub", [largest, graph.wholes([4], [])], { T: { type: "DT_INT32" } });
  const third = graph.node("FloorDiv", [whole, graph.wholes([3], [])], { T: { type: "DT_INT32" } });
  graph.output("Cast", [third], { SrcT: { type: "DT_INT32" }, DstT: { type: "DT_FLOAT" } });
  return graph.build("shapes");
}

function elements(): ExampleGraph {
  const graph = new ExampleBuilder([1, 4, 4, 3]);
  const positive = graph.node("AddV2", [
    graph.node("Abs", ["x"]),
    graph.weights([], Float32Array.of(0.5)),
  ]);
  for (const op of ["Relu", "Relu6", "Sigmoid", "Tanh", "Exp", "Square", "Neg", "Floor"]) {
    graph.output(op, ["x"]);
  }
  graph.output("AddN", ["x", positive, graph.node("Neg", ["x"])], { N: 3 });
  for (const op of ["Sqrt", "Rsqrt"]) graph.output(op, [positive]);
  for (const op of ["Sub", "RealDiv", "Maximum", "Minimum", "SquaredDifference", "FloorDiv"]) {
    graph.output(op, ["x", positive]);
  }
  // As mobile networks write `hardSwish`, a sixth kept exactly and as a half, with what follows it.
  for (const sixth of [1 / 6, 0.1666259765625]) {
    const scaled = graph.node("Mul", [graph.weights([], Float32Array.of(sixth)), "x"]);
    const sum = graph.node("Add", ["x", graph.weights([], Float32Array.of(3))]);
    const swish = graph.node("Mul", [scaled, graph.node("Relu6", [sum])]);
    const gate = graph.node("Sigmoid", [
      graph.node("Mean", [swish, graph.wholes([1, 2])], { keep_dims: true }),
    ]);
    const gated = graph.node("Mul", [swish, gate]);
    graph.output("Conv2D", [gated, graph.weights([1, 1, 3, 4])], { ...square, padding: "SAME" });
    graph.output("DepthwiseConv2dNative", [swish, graph.weights([3, 3, 3, 1])], {
      ...square,
      padding: "SAME",
    });
    graph.wanted(swish);
    graph.wanted(swish);
  }
  return graph.build("elements");
}

/** Together they use every operator and every option that the converters know. */
export const exampleGraphs: readonly ExampleGraph[] = [
  convolutions(),
  pictures(),
  shapes(),
  elements(),
];
