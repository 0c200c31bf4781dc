import { onnx } from "../onnx/generated/onnx.js";
import type { ModelFile } from "../report.ts";
import { int, ints, noise, port, quantize, Sketch, types } from "./onnx-sketch.ts";

/** Expansion, channels, repetitions and stride of each stage (MobileNetV2, https://arxiv.org/abs/1801.04381). */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;
const classes = 1000;

interface Window {
  readonly kernel: number;
  readonly stride: number;
  /** Each channel on its own. */
  readonly isDeep?: boolean;
}

/**
 * MobileNetV2 with weights by chance, quantized as ONNX Runtime's dynamic quantization writes it: every
 * convolution and product scales its input anew at every run.
 */
export function dynamicMobileNetwork(side = 224): ModelFile {
  const sketch = new Sketch();
  let step = 0;

  /** Weights whose sums keep their size from layer to layer. */
  const weigh = (name: string, dims: readonly number[], fanIn: number): string => {
    const count = dims.reduce((all, size) => all * size, 1);
    const gain = Math.sqrt(6 / fanIn);
    const { whole, scale } = quantize(noise(count, step + 1).map((one) => one * gain));
    sketch.weight(`${name}_weight`, dims, types.int8, whole);
    sketch.scalar(`${name}_zero`, types.int8, 0);
    return sketch.scalar(`${name}_scale`, types.float32, scale);
  };
  const integer = (
    op: "ConvInteger" | "MatMulInteger",
    input: string,
    scale: string,
    attributes: onnx.Attribute.$Properties[],
  ): string => {
    const name = scale.replace(/_scale$/, "");
    const of = (part: string): string => `${name}_${part}`;
    sketch.add("DynamicQuantizeLinear", [input], [of("q"), of("s"), of("z")]);
    const given = [of("q"), of("weight"), of("z"), of("zero")];
    sketch.add(op, given, [of("int")], attributes);
    sketch.add("Cast", [of("int")], [of("cast")], [int("to", types.float32)]);
    sketch.add("Mul", [of("s"), scale], [of("scales")]);
    return sketch.add("Mul", [of("cast"), of("scales")], [of("out")]);
  };
  const convolve = (input: string, from: number, to: number, window: Window): string => {
    step += 1;
    const { kernel, stride, isDeep = false } = window;
    const within = isDeep ? 1 : from;
    const scale = weigh(`conv${step}`, [to, within, kernel, kernel], within * kernel * kernel);
    const pad = (kernel - 1) / 2;
    return integer("ConvInteger", input, scale, [
      ints("kernel_shape", [kernel, kernel]),
      ints("pads", [pad, pad, pad, pad]),
      ints("strides", [stride, stride]),
      int("group", isDeep ? from : 1),
    ]);
  };
  const clip = (input: string): string =>
    sketch.add("Clip", [input, "least", "most"], [`${input}_clip`]);

  sketch.scalar("least", types.float32, 0);
  sketch.scalar("most", types.float32, 6);
  let value = clip(convolve("image", 3, 32, { kernel: 3, stride: 2 }));
  let depth = 32;
  for (const [expansion, channels, count, first] of stages) {
    for (let at = 0; at < count; at += 1) {
      const before = value;
      const stride = at === 0 ? first : 1;
      const wide = depth * expansion;
      if (expansion > 1) value = clip(convolve(value, depth, wide, { kernel: 1, stride: 1 }));
      value = clip(convolve(value, wide, wide, { kernel: 3, stride, isDeep: true }));
      value = convolve(value, wide, channels, { kernel: 1, stride: 1 });
      if (stride === 1 && depth === channels) {
        value = sketch.add("Add", [before, value], [`sum${step}`]);
      }
      depth = channels;
    }
  }
  value = clip(convolve(value, depth, 1280, { kernel: 1, stride: 1 }));
  sketch.add("GlobalAveragePool", [value], ["mean"]);
  sketch.add("Flatten", ["mean"], ["flat"], [int("axis", 1)]);
  step += 1;
  const logits = integer("MatMulInteger", "flat", weigh("fc", [1280, classes], 1280), []);
  sketch.add("Softmax", [logits], ["scores"], [int("axis", 1)]);
  const model = new onnx.Model({
    irVersion: 8,
    producerName: "onnx.quantize",
    opsetImport: [{ domain: "", version: 13 }],
    graph: new onnx.Graph({
      name: "mobile-network",
      node: sketch.nodes,
      initializer: sketch.tensors,
      input: [port("image", types.float32, [1, 3, side, side])],
      output: [port("scores", types.float32, [1, classes])],
    }),
  });
  return { name: "mobile-network.onnx", bytes: new Uint8Array(onnx.Model.encode(model).finish()) };
}
