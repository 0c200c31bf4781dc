import { strToU8 } from "fflate";
import { onnx } from "../onnx/generated/onnx.js";
import type { ModelFile } from "../report.ts";

/** Numbers of element types in ONNX files. */
const types = { float32: 1, int64: 7 } as const;

/** An input of a small model. */
export interface SmallInput {
  readonly shape: readonly number[];
  readonly dtype?: keyof typeof types;
}

/** An output of a small model: what it answers, whatever the picture shows. */
export interface SmallOutput {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: keyof typeof types;
  /** The name of an input of two numbers that the values, four by four, are multiplied with, twice. */
  readonly times?: string;
}

/** What a small model is like. */
export interface SmallModel {
  readonly inputs: Readonly<Record<string, SmallInput>>;
  readonly outputs: Readonly<Record<string, SmallOutput>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A model that any runtime runs and whose answers are known: each output is a constant, to which the mean of
 * the picture times zero is added, so that nothing can be left out.
 */
export function smallOnnx({ inputs, outputs, metadata = {} }: SmallModel): ModelFile {
  const [picture = ""] = Object.keys(inputs);
  const node: onnx.Node.$Properties[] = [];
  const initializer: onnx.Tensor.$Properties[] = [constant("zero", [], "float32", [0])];
  const add = (opType: string, input: readonly string[], output: string, axis?: number): void => {
    const attribute = axis === undefined ? [] : [{ name: "axis", i: axis, type: 2 }];
    node.push({ name: output, opType, input: [...input], output: [output], attribute });
  };
  add("ReduceMean", [picture], "mean_all");
  node.at(-1)?.attribute?.push({ name: "keepdims", i: 0, type: 2 });
  add("Mul", ["mean_all", "zero"], "nothing");
  for (const [name, { shape, values, dtype = "float32", times }] of Object.entries(outputs)) {
    const scaled = times === undefined ? `${name}_values` : `${name}_scaled`;
    initializer.push(constant(`${name}_values`, shape, dtype, values));
    if (times !== undefined) {
      add("Cast", [times], `${name}_sides`);
      node.at(-1)?.attribute?.push({ name: "to", i: types.float32, type: 2 });
      add("Concat", [`${name}_sides`, `${name}_sides`], `${name}_sides_twice`, 1);
      add("Mul", [`${name}_values`, `${name}_sides_twice`], scaled);
    }
    if (dtype === "float32") add("Add", [scaled, "nothing"], name);
    else add("Identity", [scaled], name);
  }
  const ports = (
    of: Readonly<Record<string, SmallInput | SmallOutput>>,
  ): onnx.ValueInfo.$Properties[] =>
    Object.entries(of).map(([name, { shape, dtype = "float32" }]) => ({
      name,
      type: {
        tensorType: {
          elemType: types[dtype],
          shape: { dim: shape.map((size) => ({ dimValue: size })) },
        },
      },
    }));
  const bytes = onnx.Model.encode({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 13 }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({
      key,
      value: strToU8(value),
    })),
    graph: new onnx.Graph({
      name: "small",
      node: node.map((one) => new onnx.Node(one)),
      initializer: initializer.map((one) => new onnx.Tensor(one)),
      input: ports(inputs).map((one) => new onnx.ValueInfo(one)),
      output: ports(outputs).map((one) => new onnx.ValueInfo(one)),
    }),
  }).finish();
  return { name: "small.onnx", bytes: new Uint8Array(bytes) };
}

function constant(
  name: string,
  shape: readonly number[],
  dtype: keyof typeof types,
  values: readonly number[],
): onnx.Tensor.$Properties {
  const raw =
    dtype === "float32" ? Float32Array.from(values) : BigInt64Array.from(values.map(BigInt));
  return { name, dims: [...shape], dataType: types[dtype], rawData: new Uint8Array(raw.buffer) };
}
