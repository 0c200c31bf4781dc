import { Attributes } from "../onnx/attributes.ts";
import type { onnx } from "../onnx/generated/onnx.js";
import { inferShapes, opsetsOf, type Values } from "../onnx/infer-shapes.ts";
import { int } from "../onnx/read-onnx.ts";
import { refuse } from "../refuse.ts";
import type { OnnxEdit } from "../repair/onnx-edit.ts";

type Node = onnx.Node.$Properties;

/** The first operator set whose `DequantizeLinear` knows channels, and the file version that came with it. */
const wanted = { operators: 13, file: 7 } as const;

/** Below it, attributes of many operators meant other things (broadcasting, for one). */
const oldest = 7;

/** Operators whose nodes mean the same in every operator set from `oldest` to `wanted`. */
const unchanged = new Set(
  `Abs Acos Add And ArgMax ArgMin Asin Atan AveragePool Ceil Concat Constant ConstantOfShape Conv ConvTranspose
  Cos DepthToSpace DequantizeLinear Div Elu Equal Erf Exp Expand Flatten Floor GRU Gather GatherElements Gemm
  GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual HardSigmoid Identity InstanceNormalization LRN LSTM
  LeakyRelu Less LessOrEqual Log LpNormalization MatMul Max MaxPool Mean Min Mul Neg NonMaxSuppression Not Or
  PRelu Pow QuantizeLinear Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax
  ReduceMean ReduceMin ReduceProd Relu Reshape Round Selu Shape Sigmoid Sign Sin Size Softplus Softsign
  SpaceToDepth Sqrt Sub Sum Tan Tanh Tile Transpose Where Xor`.split(/\s+/),
);

/** What a rule may use beside the node. */
interface Raising {
  readonly edit: OnnxEdit;
  readonly from: number;
  readonly values: Values;
}

/** Rewrites a node, or says that it cannot. */
type Rule = (node: Node, raising: Raising) => boolean;

/** Operators whose attributes became inputs, or whose defaults changed. */
const rules: Readonly<Record<string, Rule>> = {
  BatchNormalization: (node, { from }) =>
    // Operator set 7 could keep figures of each place; 9 took that away.
    from >= 9 || new Attributes(node).int("spatial", 1) === 1,
  Cast: (node) => new Attributes(node).has("to"),
  Clip(node, { edit, from }) {
    if (from >= 11) return true;
    const attributes = new Attributes(node);
    for (const bound of ["min", "max"]) {
      const value = attributes.has(bound) ? attributes.float(bound, 0) : undefined;
      const name =
        value === undefined ? "" : edit.addFloats(`clip_${bound}`, [], Float32Array.of(value));
      node.input = [...(node.input ?? []), name];
    }
    drop(node, "min", "max");
    return true;
  },
  Dropout: (node, { from }) => from >= 12 || (node.output ?? []).length === 1,
  // From 11 on it has its places in the picture as an input, and another rule for them.
  Resize: (_, { from }) => from >= 11,
  Slice(node, { edit, from }) {
    if (from >= 10) return true;
    const attributes = new Attributes(node);
    const [starts, ends] = [attributes.ints("starts"), attributes.ints("ends")];
    if (!starts || !ends) return false;
    const axes = attributes.ints("axes") ?? starts.map((_, axis) => axis);
    node.input = [
      node.input?.[0] ?? "",
      ...[starts, ends, axes].map((list) => addWholes(edit, list)),
    ];
    drop(node, "starts", "ends", "axes");
    return true;
  },
  LogSoftmax: alongTheLastAxis,
  Softmax: alongTheLastAxis,
  ReduceSum: axesAsInput,
  Squeeze: axesAsInput,
  Unsqueeze: axesAsInput,
};

/** Before 13 all axes from the given one on were one; only the last one alone means the same. */
function alongTheLastAxis(node: Node, { values }: Raising): boolean {
  const axis = new Attributes(node).int("axis", 1);
  const rank = values.get(node.input?.[0] ?? "")?.shape?.length;
  if (axis !== -1 && axis + 1 !== rank) return false;
  drop(node, "axis");
  node.attribute = [...(node.attribute ?? []), { name: "axis", i: -1, type: 2 }];
  return true;
}

function axesAsInput(node: Node, { edit }: Raising): boolean {
  const axes = new Attributes(node).ints("axes");
  if (axes) node.input = [node.input?.[0] ?? "", addWholes(edit, axes)];
  drop(node, "axes");
  return true;
}

function drop(node: Node, ...names: readonly string[]): void {
  node.attribute = node.attribute?.filter(({ name }) => !names.includes(name ?? "")) ?? [];
}

function addWholes(edit: OnnxEdit, wholes: readonly number[]): string {
  const { buffer } = BigInt64Array.from(wholes, BigInt);
  return edit.addTensor("wholes", [wholes.length], 7, new Uint8Array(buffer));
}

/**
 * Rewrites a graph for operator set 13, where it is written for an older one; what it computes stays the same
 * (github.com/onnx/onnx, docs/Changelog.md).
 * @throws AppError `model-refused`: `cannot-repair` naming the operator that cannot be rewritten
 */
export function raiseOperatorSet(edit: OnnxEdit): void {
  const { model, graph, name } = edit.file;
  const from = opsetsOf(model).get("") ?? 1;
  if (from >= wanted.operators) return;
  const raising: Raising = { edit, from, values: inferShapes(edit.file, inputShapes(graph)) };
  for (const node of graph.node) {
    if (node.domain && node.domain !== "ai.onnx") continue;
    const op = node.opType ?? "";
    const rule = unchanged.has(op) ? () => true : rules[op];
    if (from < oldest || !rule?.(node, raising)) {
      refuse("cannot-repair", name, `${op} of operator set ${from} has another meaning today`);
    }
  }
  model.irVersion = Math.max(int(model.irVersion), wanted.file);
  model.opsetImport = model.opsetImport.map((one) =>
    (one.domain || "ai.onnx") === "ai.onnx" ? { ...one, version: wanted.operators } : one,
  );
}

/** Ranks are what is asked for: open sizes may be anything. */
function inputShapes(graph: onnx.Graph): ReadonlyMap<string, readonly (number | null)[] | null> {
  return new Map(
    graph.input.map((input) => [
      input.name ?? "",
      input.type?.tensorType?.shape?.dim?.map(({ dimValue }) => int(dimValue) || null) ?? null,
    ]),
  );
}
