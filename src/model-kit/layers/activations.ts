import { type Fields, fieldsAt, isFields, textAt } from "../tfjs/read-json.ts";
import type { GraphWriter } from "./graph-writer.ts";
import type { Link } from "./layer-part.ts";

const plain: Readonly<Record<string, string>> = {
  relu: "Relu",
  relu6: "Relu6",
  elu: "Elu",
  selu: "Selu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  softmax: "Softmax",
  softplus: "Softplus",
  exponential: "Exp",
};

/**
 * The steps of an activation by its name in Keras (https://keras.io/api/layers/activations); undefined where
 * it is not known here. `twice` reads what the steps read once more.
 */
export function activationLinks(
  name: string,
  graph: GraphWriter,
): { readonly links: readonly Link[]; readonly twice?: "Mul" } | undefined {
  if (name === "" || name === "linear") return { links: [] };
  const op = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (op) return { links: [[op]] };
  switch (name) {
    case "swish":
    case "silu":
      return { links: [["Sigmoid"]], twice: "Mul" };
    case "mish":
      return { links: [["Softplus"], ["Tanh"]], twice: "Mul" };
    case "leaky_relu":
      return { links: [["LeakyRelu", [], { alpha: { float: 0.2 } }]] };
    case "hard_sigmoid":
    case "hard_swish":
    case "hard_silu": {
      // Keras 3 took another slope than Keras 2; TF.js's layers have that of Keras 2.
      const [slope, shift] = name === "hard_sigmoid" ? [0.2, 0.5] : [1 / 6, 0.5];
      const links: readonly Link[] = [
        ["Mul", [graph.scalar(slope)]],
        ["AddV2", [graph.scalar(shift)]],
        ["Maximum", [graph.scalar(0)]],
        ["Minimum", [graph.scalar(1)]],
      ];
      return name === "hard_sigmoid" ? { links } : { links, twice: "Mul" };
    }
    default:
      return undefined;
  }
}

/** The activation that a layer names: as text, or as an object of Keras. */
export function activationName(config: Fields): string {
  const { activation } = config;
  if (!isFields(activation)) return textAt(config, "activation");
  const inner = activation.config;
  if (typeof inner === "string") return inner;
  const name = textAt(fieldsAt(activation, "config"), "name") || textAt(activation, "class_name");
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
