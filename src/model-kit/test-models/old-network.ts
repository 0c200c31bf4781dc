import { onnx } from "../onnx/generated/onnx.js";
import type { ModelFile } from "../report.ts";
import { int, ints, noise, port, Sketch, types } from "./onnx-sketch.ts";

/** What a network written for operator set 9 is to be like. */
export interface OldNetwork {
  /** The axis from which the softmax counts; the last is 1. */
  readonly axis?: number;
  /** Weights as Constant nodes, as some converters write them. */
  readonly constants?: boolean;
  /** A weight that the graph also gives out. */
  readonly shown?: boolean;
}

/**
 * A classifier of 16 × 16 pictures and 64 classes of which operator set 13 writes much in another way: `Clip`
 * with its bounds, `Slice` and `Squeeze` with their axes as attributes. One convolution is too small to be
 * worth 8 bits.
 */
export function oldNetwork({
  axis = 1,
  constants = false,
  shown = false,
}: OldNetwork = {}): ModelFile {
  const sketch = new Sketch();
  const float = types.float32;
  const weight = (name: string, dims: readonly number[], seed: number): string => {
    const count = dims.reduce((product, size) => product * size, 1);
    // Channels of very different size, as real ones are.
    const numbers = noise(count, seed).map((one, index) => one * (1 + (index % 7)) * 0.05);
    return sketch.weight(name, dims, float, numbers);
  };
  const window = [ints("kernel_shape", [3, 3]), ints("pads", [1, 1, 1, 1])];
  sketch.add("Conv", ["image", weight("small", [16, 3, 3, 3], 3)], ["first"], window);
  sketch.add(
    "Clip",
    ["first"],
    ["clipped"],
    [
      { name: "min", f: 0, type: 1 },
      { name: "max", f: 6, type: 1 },
    ],
  );
  sketch.add("Conv", ["clipped", weight("large", [32, 16, 3, 3], 5)], ["second"], window);
  const slice = [ints("axes", [2]), ints("starts", [2]), ints("ends", [12])];
  sketch.add("Slice", ["second"], ["part"], slice);
  sketch.add("Relu", ["part"], ["relu"]);
  sketch.add("GlobalAveragePool", ["relu"], ["mean"]);
  sketch.add("Squeeze", ["mean"], ["flat"], [ints("axes", [2, 3])]);
  sketch.add("MatMul", ["flat", weight("product", [32, 64], 7)], ["logits"]);
  sketch.add("Softmax", ["logits"], ["scores"], [int("axis", axis)]);
  const held = sketch.tensors.map(
    (t) =>
      new onnx.Node({
        opType: "Constant",
        output: [t.name],
        attribute: [{ name: "value", t, type: 4 }],
      }),
  );
  const output = [port("scores", float, [1, 64])];
  if (shown) output.push(port("large", float, [32, 16, 3, 3]));
  const graph = new onnx.Graph({
    name: "old",
    node: constants ? [...held, ...sketch.nodes] : sketch.nodes,
    initializer: constants ? [] : sketch.tensors,
    input: [port("image", float, [1, 3, 16, 16])],
    output,
  });
  const bytes = onnx.Model.encode({
    irVersion: 4,
    opsetImport: [{ domain: "", version: 9 }],
    graph,
  }).finish();
  return { name: "old.onnx", bytes: new Uint8Array(bytes) };
}
