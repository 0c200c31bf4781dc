import type { Fields } from "../tfjs/read-json.ts";
import { textAt } from "../tfjs/read-json.ts";
import { activationLinks, activationName } from "./activations.ts";
import { chain, type LayerPart, type LayerWriter, type Link, pairAt } from "./layer-part.ts";

/** `"channels_first"` is written by no common tool for pictures, and TF.js computes it nowhere but on some GPUs. */
function isPlanar(config: Fields): boolean {
  return textAt(config, "data_format") === "channels_first";
}

/** What follows the product of a layer: its bias, then its activation. */
function finish(part: LayerPart, product: readonly Link[], from?: string): string | undefined {
  const { name, config, graph, weights } = part;
  const biased = config.use_bias !== false;
  const activation = activationLinks(activationName(config), graph);
  if (!activation) return undefined;
  const { links, twice } = activation;
  const bias: Link = biased ? ["BiasAdd", [graph.weight(weights.need(name, "bias"))]] : undefined;
  if (!twice) return chain(part, [...product, bias, ...links], from);
  const before = chain({ ...part, name: `${name}/sum` }, [...product, bias], from);
  const after = chain({ ...part, name: `${name}/part` }, links, before);
  return graph.add(twice, [before, after], {}, name);
}

function windowOf(config: Fields): Record<string, string | readonly number[]> {
  const [top, left] = pairAt(config, "strides", 1);
  const [high, wide] = pairAt(config, "dilation_rate", 1);
  return {
    strides: [1, top, left, 1],
    dilations: [1, high, wide, 1],
    padding: textAt(config, "padding") === "same" ? "SAME" : "VALID",
    data_format: "NHWC",
  };
}

const convolution: LayerWriter = (part) => {
  const { name, config, graph, weights } = part;
  if (isPlanar(config) || Number(config.groups ?? 1) !== 1) return undefined;
  const kernel = graph.weight(weights.need(name, "kernel"));
  return finish(part, [["Conv2D", [kernel], windowOf(config)]]);
};

const depthwise: LayerWriter = (part) => {
  const { name, config, graph, weights } = part;
  if (isPlanar(config)) return undefined;
  // Keras 3 calls it as every other kernel.
  const own = weights.find(name, "depthwise_kernel") ?? weights.need(name, "kernel");
  return finish(part, [["DepthwiseConv2dNative", [graph.weight(own)], windowOf(config)]]);
};

const separable: LayerWriter = (part) => {
  const { name, config, graph, weights } = part;
  if (isPlanar(config)) return undefined;
  const deep = graph.weight(weights.need(name, "depthwise_kernel"));
  const wide = graph.weight(weights.need(name, "pointwise_kernel"));
  const point = { ...windowOf({}), padding: "VALID" };
  return finish(part, [
    ["DepthwiseConv2dNative", [deep], windowOf(config)],
    ["Conv2D", [wide], point],
  ]);
};

/** The sizes of its result are written into the graph, so that the input's have to be known. */
const transposed: LayerWriter = (part) => {
  const { name, config, graph, weights } = part;
  const [height = null, width = null] = graph.shapeOf(part.inputs[0] ?? "")?.slice(1, 3) ?? [];
  const [tall, broad] = pairAt(config, "dilation_rate", 1);
  const padded = config.output_padding !== undefined && config.output_padding !== null;
  if (isPlanar(config) || padded || tall * broad !== 1 || height === null || width === null) {
    return undefined;
  }
  const kernel = weights.need(name, "kernel");
  const strides = pairAt(config, "strides", 1);
  const same = textAt(config, "padding") === "same";
  const [rows, columns] = [height, width].map((size, axis) => {
    const stride = strides[axis] ?? 1;
    return size * stride + (same ? 0 : Math.max((kernel.shape[axis] ?? 1) - stride, 0));
  });
  const size = graph.ints([1, rows ?? 0, columns ?? 0, kernel.shape[2] ?? 0]);
  const { dilations: _, ...window } = windowOf(config);
  const product = graph.add(
    "Conv2DBackpropInput",
    [size, graph.weight(kernel), part.inputs[0] ?? ""],
    window,
    `${name}/product`,
  );
  return finish(part, [], product);
};

const dense: LayerWriter = (part) => {
  const { name, graph, weights, inputs } = part;
  const [input = ""] = inputs;
  const shape = graph.shapeOf(input);
  const kernel = weights.need(name, "kernel");
  const product: Link = ["MatMul", [graph.weight(kernel)]];
  if (shape === null) return undefined;
  if (shape.length === 2) return finish(part, [product]);
  // A product of every place: as if the places were pictures of a batch.
  const sizes = shape.map((size) => size ?? -1);
  if (sizes.filter((size) => size < 0).length > 1) return undefined;
  const flat: Link = ["Reshape", [graph.ints([-1, kernel.shape[0] ?? 1])]];
  const back: Link = ["Reshape", [graph.ints([...sizes.slice(0, -1), kernel.shape[1] ?? 1])]];
  return finish(part, [flat, product, back]);
};

const batchNormalization: LayerWriter = (part) => {
  const { name, config, inputs, graph, weights } = part;
  const rank = graph.shapeOf(inputs[0] ?? "")?.length;
  const [axis = -1] = Array.isArray(config.axis) ? config.axis : [config.axis ?? -1];
  if (axis !== -1 && axis !== (rank ?? 4) - 1) return undefined;
  const mean = weights.need(name, "moving_mean");
  const [count = 0] = mean.shape;
  const filled = (value: number): string =>
    graph.constant(new Array<number>(count).fill(value), [count], "float32");
  const own = (kind: string, otherwise: number): string => {
    const weight = weights.find(name, kind);
    return weight ? graph.weight(weight) : filled(otherwise);
  };
  return chain(part, [
    [
      "FusedBatchNormV3",
      [
        own("gamma", 1),
        own("beta", 0),
        graph.weight(mean),
        graph.weight(weights.need(name, "moving_variance")),
      ],
      { epsilon: { float: Number(config.epsilon ?? 0.001) }, is_training: false },
    ],
  ]);
};

/** Over the last axis only (https://keras.io/api/layers/normalization_layers/layer_normalization). */
const layerNormalization: LayerWriter = (part) => {
  const { name, config, inputs, graph, weights } = part;
  const [input = ""] = inputs;
  const rank = graph.shapeOf(input)?.length ?? 0;
  const [axis = -1, ...more] = Array.isArray(config.axis) ? config.axis : [config.axis ?? -1];
  if (more.length > 0 || rank === 0 || (axis !== -1 && axis !== rank - 1)) return undefined;
  const last = graph.ints([rank - 1]);
  const keep = { keep_dims: true };
  const mean = graph.add("Mean", [input, last], keep, `${name}/mean`);
  const apart = graph.add("Sub", [input, mean], {}, `${name}/apart`);
  const spread = chain(
    { ...part, name: `${name}/spread` },
    [
      ["Mul", [apart]],
      ["Mean", [last], keep],
      ["AddV2", [graph.scalar(Number(config.epsilon ?? 0.001))]],
      ["Rsqrt"],
    ],
    apart,
  );
  const [gamma, beta] = ["gamma", "beta"].map((kind) => weights.find(name, kind));
  return chain(
    part,
    [
      ["Mul", [spread]],
      gamma && ["Mul", [graph.weight(gamma)]],
      beta && ["AddV2", [graph.weight(beta)]],
    ],
    apart,
  );
};

const prelu: LayerWriter = (part) =>
  chain(part, [["Prelu", [part.graph.weight(part.weights.need(part.name, "alpha"))]]]);

const activation: LayerWriter = (part) =>
  finish({ ...part, config: { ...part.config, use_bias: false } }, []);

/** `ReLU`, with its slope, its threshold left at 0, and its greatest value. */
const relu: LayerWriter = (part) => {
  const { config, graph } = part;
  const slope = Number(config.negative_slope ?? 0);
  if (Number(config.threshold ?? 0) !== 0) return undefined;
  const most = typeof config.max_value === "number" ? config.max_value : null;
  if (slope === 0 && most === 6) return chain(part, [["Relu6"]]);
  const below: Link = slope === 0 ? ["Relu"] : ["LeakyRelu", [], { alpha: { float: slope } }];
  return chain(part, [below, most === null ? undefined : ["Minimum", [graph.scalar(most)]]]);
};

const leakyRelu: LayerWriter = (part) => {
  const slope = Number(part.config.alpha ?? part.config.negative_slope ?? 0.3);
  return chain(part, [["LeakyRelu", [], { alpha: { float: slope } }]]);
};

const elu: LayerWriter = (part) =>
  Number(part.config.alpha ?? 1) === 1 ? chain(part, [["Elu"]]) : undefined;

const softmax: LayerWriter = (part) => {
  const rank = part.graph.shapeOf(part.inputs[0] ?? "")?.length ?? 0;
  const { axis } = part.config;
  const last = axis === undefined || axis === null || axis === -1 || axis === rank - 1;
  return last ? chain(part, [["Softmax"]]) : undefined;
};

/** Layers that weigh, and what makes numbers of numbers. */
export const weighingWriters: Readonly<Record<string, LayerWriter>> = {
  Conv2D: convolution,
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  Conv2DTranspose: transposed,
  Dense: dense,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  PReLU: prelu,
  Activation: activation,
  ReLU: relu,
  LeakyReLU: leakyRelu,
  ELU: elu,
  Softmax: softmax,
};
