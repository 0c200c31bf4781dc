import { graph, input, inTurn, layer, type Network, plain } from "./keras-files.ts";

/** Convolutions and what goes with them. */
export const branched: Network = {
  shape: [1, 12, 10, 3],
  config: graph(
    "branched",
    [
      input("picture", [12, 10, 3]),
      layer("Conv2D", "a", plain(3, 6, { strides: [2, 2], activation: "relu" }), "picture"),
      layer("BatchNormalization", "b", { epsilon: 0.01 }, "a"),
      layer("ReLU", "c", { max_value: 6 }, "b"),
      layer(
        "DepthwiseConv2D",
        "d",
        { kernel_size: [3, 3], strides: [1, 1], padding: "same", depth_multiplier: 2 },
        "c",
      ),
      layer("LeakyReLU", "e", { alpha: 0.1 }, "d"),
      layer("Conv2D", "f", plain(1, 6, { use_bias: false }), "e"),
      layer("Add", "g", {}, "c", "f"),
      layer("SeparableConv2D", "h", plain(3, 5, { padding: "valid", activation: "tanh" }), "g"),
      layer(
        "ZeroPadding2D",
        "i",
        {
          padding: [
            [1, 2],
            [0, 1],
          ],
        },
        "h",
      ),
      layer("PReLU", "j", {}, "i"),
      layer("MaxPooling2D", "k", { pool_size: [2, 2], strides: [2, 2], padding: "valid" }, "j"),
      layer("UpSampling2D", "l", { size: [2, 2] }, "k"),
      layer("UpSampling2D", "m", { size: [2, 2], interpolation: "bilinear" }, "k"),
      layer("Concatenate", "n", { axis: -1 }, "l", "m"),
      layer(
        "Conv2DTranspose",
        "o",
        plain(3, 4, { strides: [2, 2], activation: "hard_sigmoid" }),
        "n",
      ),
      layer(
        "Conv2DTranspose",
        "p",
        plain(3, 4, { strides: [2, 2], padding: "valid", activation: "swish" }),
        "o",
      ),
      layer(
        "Cropping2D",
        "q",
        {
          cropping: [
            [1, 0],
            [0, 2],
          ],
        },
        "p",
      ),
      layer("AveragePooling2D", "r", { pool_size: [3, 3], strides: [2, 2], padding: "same" }, "q"),
      layer("GlobalAveragePooling2D", "s", {}, "r"),
      layer("GlobalMaxPooling2D", "t", {}, "r"),
      layer("Average", "u", {}, "s", "t"),
      layer("LayerNormalization", "v", { epsilon: 0.001 }, "u"),
      layer("Dense", "scores", { units: 7, activation: "softmax" }, "v"),
      layer("Flatten", "w", {}, "r"),
      layer("Dropout", "x", { rate: 0.5 }, "w"),
      layer("Dense", "flat", { units: 3, activation: "elu" }, "x"),
    ],
    "picture",
    "scores",
    "flat",
  ),
  weights: {
    "a/kernel": [3, 3, 3, 6],
    "a/bias": [6],
    "b/gamma": [6],
    "b/beta": [6],
    "b/moving_mean": [6],
    "b/moving_variance": [6],
    "d/depthwise_kernel": [3, 3, 6, 2],
    "d/bias": [12],
    "f/kernel": [1, 1, 12, 6],
    "h/depthwise_kernel": [3, 3, 6, 1],
    "h/pointwise_kernel": [1, 1, 6, 5],
    "h/bias": [5],
    "j/alpha": [7, 4, 5],
    "o/kernel": [3, 3, 4, 10],
    "o/bias": [4],
    "p/kernel": [3, 3, 4, 4],
    "p/bias": [4],
    "v/gamma": [4],
    "v/beta": [4],
    "scores/kernel": [4, 7],
    "scores/bias": [7],
    "flat/kernel": [12 * 8 * 4, 3],
    "flat/bias": [3],
  },
};

/** As Teachable Machine builds them: a network within a model within a model, and a head. */
export const nested: Network = {
  shape: [1, 16, 16, 3],
  config: inTurn(
    "whole",
    inTurn(
      "features",
      graph(
        "base",
        [
          input("picture", [16, 16, 3]),
          layer("Conv2D", "Conv1", plain(3, 4, { use_bias: false, padding: "valid" }), "picture"),
          layer("BatchNormalization", "bn_Conv1", {}, "Conv1"),
          layer("Activation", "relu", { activation: "relu6" }, "bn_Conv1"),
        ],
        "picture",
        "relu",
      ),
      layer("GlobalAveragePooling2D", "mean"),
    ),
    inTurn(
      "head",
      layer("Dense", "dense_Dense1", {
        units: 10,
        activation: "relu",
        batch_input_shape: [null, 4],
      }),
      layer("Dense", "dense_Dense2", { units: 2, activation: "softmax", use_bias: false }),
    ),
  ),
  weights: {
    "Conv1/kernel": [3, 3, 3, 4],
    "bn_Conv1/gamma": [4],
    "bn_Conv1/beta": [4],
    "bn_Conv1/moving_mean": [4],
    "bn_Conv1/moving_variance": [4],
    "dense_Dense1/kernel": [4, 10],
    "dense_Dense1/bias": [10],
    "dense_Dense2/kernel": [10, 2],
  },
};

/** A product of every place, and what only moves numbers. */
export const places: Network = {
  shape: [1, 8, 8, 3],
  config: inTurn(
    "places",
    layer("Rescaling", "scale", { scale: 2, offset: 0.5, batch_input_shape: [null, 8, 8, 3] }),
    layer("Dense", "dense", { units: 5, activation: "sigmoid" }),
    layer("Reshape", "reshape", { target_shape: [64, 5] }),
    layer("Permute", "turn", { dims: [2, 1] }),
    layer("Softmax", "soft", { axis: -1 }),
    layer("GlobalAveragePooling1D", "mean"),
  ),
  weights: { "dense/kernel": [3, 5], "dense/bias": [5] },
};

/** One convolution used twice, in a folder; `old`: as Keras 2 writes it, else as Keras 3 does. */
export function twice(old: boolean): Network {
  const tensor = (name: string, use: number) => ({
    class_name: "__keras_tensor__",
    config: { shape: [null, 8, 8, 3], dtype: "float32", keras_history: [name, use, 0] },
  });
  const node = (several: boolean, ...refs: readonly (readonly [string, number])[]) => {
    if (old) return refs.map(([name, use]) => [name, use, 0, {}]);
    const tensors = refs.map(([name, use]) => tensor(name, use));
    return { args: several ? [tensors] : tensors, kwargs: {} };
  };
  const size = old ? { batch_input_shape: [null, 8, 8, 3] } : { batch_shape: [null, 8, 8, 3] };
  const conv = layer("Conv2D", "block/conv", plain(3, 3, { activation: "selu" }));
  const layers = [
    {
      ...layer("Multiply", "times"),
      inbound_nodes: [node(true, ["block/conv", 1], ["picture", 0])],
    },
    {
      ...conv,
      inbound_nodes: [node(false, ["picture", 0]), node(false, ["block/conv", 0])],
    },
    layer("InputLayer", "picture", { ...size, dtype: "float32" }),
    { ...layer("Minimum", "least"), inbound_nodes: [node(true, ["times", 0], ["picture", 0])] },
  ];
  const config = {
    name: "twice",
    layers,
    input_layers: old ? [["picture", 0, 0]] : ["picture", 0, 0],
    output_layers: old ? [["least", 0, 0]] : ["least", 0, 0],
  };
  const weights = { "block/conv/kernel": [3, 3, 3, 3], "block/conv/bias": [3] };
  return { shape: [1, 8, 8, 3], config: { class_name: "Functional", config }, weights };
}
