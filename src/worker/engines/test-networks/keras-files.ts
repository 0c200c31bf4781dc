type Weights = Readonly<Record<string, readonly number[]>>;
/** A small network of Keras layers. */
export interface Network {
  readonly config: object;
  readonly weights: Weights;
  /** The input's shape, with its batch. */
  readonly shape: readonly number[];
}

/** The elements of a shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}

/** The same numbers everywhere, −0.5 … 0.5. */
export function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed * 7919 + 1;
  return Float32Array.from({ length: count }, () => {
    state = (state * 69_069 + 12_345) % 2 ** 31;
    return state / 2 ** 31 - 0.5;
  });
}

/** A layers model as its files, the weights drawn from `noise`. */
export function filesOf({ config, weights }: Network): { name: string; bytes: Uint8Array }[] {
  const specs = Object.entries(weights).map(([name, shape]) => ({ name, shape, dtype: "float32" }));
  const bytes = new Uint8Array(specs.reduce((sum, { shape }) => sum + 4 * product(shape), 0));
  let at = 0;
  for (const [index, { name, shape }] of specs.entries()) {
    const values = noise(product(shape), index + 3);
    const own = name.endsWith("variance") ? values.map((value) => value + 1) : values;
    bytes.set(new Uint8Array(own.buffer), at);
    at += own.byteLength;
  }
  const json = {
    format: "layers-model",
    generatedBy: "TensorFlow.js tfjs-layers v4.22.0",
    modelTopology: { keras_version: "tfjs-layers 4.22.0", model_config: config },
    weightsManifest: [{ paths: ["./weights.bin"], weights: specs }],
  };
  return [
    { name: "model.json", bytes: new TextEncoder().encode(JSON.stringify(json)) },
    { name: "weights.bin", bytes },
  ];
}

/** A layer as Keras 2 writes it, and the layers that it reads. */
export const layer = (
  class_name: string,
  name: string,
  config: object = {},
  ...from: string[]
) => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: from.length > 0 ? [from.map((one) => [one, 0, 0, {}])] : [],
});
/** Where pictures enter. */
export const input = (name: string, shape: readonly number[]) =>
  layer("InputLayer", name, { batch_input_shape: [null, ...shape], dtype: "float32" });
/** A model that states what reads what. */
export const graph = (name: string, layers: readonly object[], from: string, ...to: string[]) => ({
  class_name: "Model",
  config: {
    name,
    layers,
    input_layers: [[from, 0, 0]],
    output_layers: to.map((one) => [one, 0, 0]),
  },
});
/** Layers one after the other. */
export const inTurn = (name: string, ...layers: readonly object[]) => ({
  class_name: "Sequential",
  config: { name, layers },
});
/** A convolution's window. */
export const plain = (kernel: number, filters: number, more: object = {}) => ({
  filters,
  kernel_size: [kernel, kernel],
  strides: [1, 1],
  padding: "same",
  ...more,
});
