import type { onnx } from "./generated/onnx.js";
import { subgraphsOf } from "./read-onnx.ts";

/** A stored tensor, and whether a Constant node holds it. */
export interface HeldTensor {
  readonly tensor: onnx.Tensor.$Properties;
  readonly constant: boolean;
}

/** Every stored tensor of a graph: initializers, sparse ones' values, constants; subgraphs included. */
export function* allTensors(graph: onnx.Graph.$Properties): Generator<HeldTensor> {
  for (const tensor of graph.initializer ?? []) yield { tensor, constant: false };
  for (const { values } of graph.sparseInitializer ?? []) {
    if (values) yield { tensor: values, constant: false };
  }
  for (const node of graph.node ?? []) {
    for (const { t } of node.attribute ?? []) if (t) yield { tensor: t, constant: true };
    for (const subgraph of subgraphsOf(node)) yield* allTensors(subgraph);
  }
}
