import { limits } from "../limits.ts";
import { joined } from "../open/unpack.ts";
import type { ModelFile, Shape } from "../report.ts";
import { nothing, type Value } from "../value.ts";
import type { GraphNode } from "./graph-node.ts";
import { graphRules } from "./graph-rules.ts";
import type { WeightGroup } from "./read-json.ts";

/** Weights as values: their shapes and types; small whole numbers, which say shapes, with their numbers. */
export function weightValues(
  groups: readonly WeightGroup[],
  files: readonly ModelFile[],
): ReadonlyMap<string, Value> {
  const byName = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const values = new Map<string, Value>();
  for (const { paths, weights } of groups) {
    const parts = paths.map((path) => byName.get(path)).filter((bytes) => bytes !== undefined);
    for (const { name, shape, dtype, storedDtype, elements, offset, bytes } of weights) {
      const small = storedDtype === "int32" && elements <= 64 && bytes !== null;
      const raw = small ? piece(parts, offset, bytes) : null;
      const view = raw && new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
      const known =
        view && Array.from({ length: elements }, (_, index) => view.getInt32(index * 4, true));
      values.set(name, known ? { dtype, shape, known } : { dtype, shape });
    }
  }
  return values;
}

/** Bytes that may lie across shards; `null` where they are not all there. */
function piece(parts: readonly Uint8Array[], offset: number, length: number): Uint8Array | null {
  const found: Uint8Array[] = [];
  let at = 0;
  let left = length;
  for (const part of parts) {
    const from = Math.max(offset - at, 0);
    if (from < part.length && left > 0) {
      const taken = part.subarray(from, Math.min(part.length, from + left));
      found.push(taken);
      left -= taken.length;
    }
    at += part.length;
  }
  return left === 0 ? joined(found) : null;
}

/** The nodes so that each comes after those that it reads; circles (loops) are cut where they close. */
export function inOrder(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const done = new Set<GraphNode>();
  const open = new Set<GraphNode>();
  for (const start of nodes) {
    const stack: { readonly node: GraphNode; next: number }[] = [{ node: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (done.has(top.node)) {
        stack.pop();
        continue;
      }
      open.add(top.node);
      const input = top.node.inputs[top.next];
      if (input === undefined) {
        done.add(top.node);
        stack.pop();
        continue;
      }
      top.next += 1;
      const from = byName.get(nodeName(input));
      if (from && !done.has(from) && !open.has(from)) stack.push({ node: from, next: 0 });
    }
  }
  return [...done];
}

/** The node of a tensor's name: without the number of its result. */
export function nodeName(tensor: string): string {
  return tensor.replace(/:\d+$/, "");
}

/** Shapes and types of all tensors of a TF.js graph, as far as the rules know. */
export function inferGraph(
  ordered: readonly GraphNode[],
  weights: ReadonlyMap<string, Value>,
  inputShapes: ReadonlyMap<string, Shape | null>,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  let followed = 0;
  for (const node of ordered) {
    const follow = followed < limits.followedElements;
    const results = resultsOf(node, values, weights, inputShapes, follow);
    results.forEach((value, index) => {
      followed += value.known?.length ?? 0;
      values.set(index === 0 ? node.name : `${node.name}:${index}`, checked(value));
    });
  }
  return values;
}

function resultsOf(
  node: GraphNode,
  values: ReadonlyMap<string, Value>,
  weights: ReadonlyMap<string, Value>,
  inputShapes: ReadonlyMap<string, Shape | null>,
  follow: boolean,
): readonly Value[] {
  if (node.op === "Const") {
    return [weights.get(node.name) ?? { dtype: node.attributes.type("dtype"), shape: null }];
  }
  if (node.op === "Placeholder") {
    const dtype = node.attributes.type("dtype");
    return [{ dtype, shape: inputShapes.get(node.name) ?? null }];
  }
  const inputs = node.inputs.map((name) => {
    const value = values.get(name) ?? nothing;
    return follow || !value.known ? value : { dtype: value.dtype, shape: value.shape };
  });
  const rule = graphRules.get(node.op);
  const inferred = rule?.(node, inputs) ?? [];
  if (inferred[0]?.shape) return inferred;
  const stated = node.attributes.outputShapes();
  if (stated.length === 0) return inferred;
  const dtype = inferred[0]?.dtype ?? node.attributes.type("T");
  return stated.map((shape) => ({ dtype, shape }));
}

function checked(value: Value): Value {
  const { shape, dtype } = value;
  if (shape === null) return value;
  if (shape.length > limits.rank) return { dtype, shape: null };
  const bad = shape.some((size) => size !== null && !(Number.isSafeInteger(size) && size >= 0));
  return bad ? { dtype, shape: shape.map(() => null) } : value;
}
