import { Builder } from "flatbuffers";
import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { examineModel } from "./examine-model.ts";
import { onnx } from "./onnx/generated/onnx.js";
import { openModelFiles } from "./open/open-model-files.ts";
import { proposeUse } from "./propose/propose-use.ts";
import type { ModelFile } from "./report.ts";
import { BufferT, Model, ModelT, SubGraphT, TensorT } from "./tflite/generated/tflite-model.ts";

const mostMegabytes = 256;

/** One protobuf field of bytes. */
function field(number: number, content: Uint8Array): Uint8Array {
  const head: number[] = [(number << 3) | 2];
  let length = content.length;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  head.push(length);
  const all = new Uint8Array(head.length + content.length);
  all.set(head);
  all.set(content, head.length);
  return all;
}

/** The same few bytes again and again. */
function repeated(part: readonly number[], count: number): Uint8Array {
  const all = new Uint8Array(part.length * count);
  all.set(part);
  for (let filled = part.length; filled < all.length; filled *= 2) {
    all.copyWithin(filled, 0, Math.min(filled, all.length - filled));
  }
  return all;
}

/** A graph in a model of IR version 8. */
const modelOf = (graph: Uint8Array): Uint8Array => joined([Uint8Array.of(8, 8), field(7, graph)]);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** 40,000 sums of 1,024 known numbers each, of which none is worth following. */
function manySums(): Uint8Array {
  const zeros = new onnx.Tensor({
    name: "c",
    dims: [1024],
    dataType: 1,
    rawData: new Uint8Array(1024 * 4),
  });
  const start = onnx.Graph.encode({ initializer: [zeros], output: [{ name: "o" }] }).finish();
  const nodes = Array.from({ length: 40_000 }, (_, index) =>
    field(1, onnx.Node.encode({ opType: "Add", input: ["c", "c"], output: [`${index}`] }).finish()),
  );
  return modelOf(joined([start, ...nodes]));
}

/** 20,000 lists of 1,024 whole numbers, a byte each in the file and eight here. */
function manyConstants(): Uint8Array {
  const list = onnx.Tensor.encode({
    name: "c",
    dims: [1024],
    dataType: 2,
    rawData: new Uint8Array(1024),
  }).finish();
  const tensor = field(5, list);
  const output = onnx.Graph.encode({ output: [{ name: "o" }] }).finish();
  return modelOf(joined([output, repeated([...tensor], 20_000)]));
}

/** A vector of 4 million offsets to one and the same tensor. */
function sharedTables(): Uint8Array {
  const builder = new Builder(2 ** 25);
  const tensor = new TensorT([1], 0, 0, "t").pack(builder);
  builder.startVector(4, 4_000_000, 4);
  for (let count = 4_000_000; count > 0; count -= 1) builder.addOffset(tensor);
  const tensors = builder.endVector();
  const graph = new SubGraphT([], [], [], [], "g");
  graph.pack = () => {
    builder.startObject(5);
    builder.addFieldOffset(0, tensors, 0);
    return builder.endObject();
  };
  const model = new ModelT(3, [], [graph], "d", [new BufferT()]);
  Model.finishModelBuffer(builder, model.pack(builder));
  return builder.asUint8Array().slice();
}

const tensorOf = (shape: readonly number[]): Uint8Array =>
  onnx.Model.encode({
    irVersion: 8,
    graph: {
      node: [{ opType: "Relu", input: ["w"], output: ["o"] }],
      initializer: [{ name: "w", dims: [...shape], dataType: 1 }],
      output: [{ name: "o" }],
    },
  }).finish();

/** Small or plain files that look like more than a device has: code of the refusal, or `reported`. */
const table: readonly (readonly [name: string, what: string, () => Uint8Array, string])[] = [
  [
    "a.onnx",
    "two million empty nodes",
    () => modelOf(repeated([0x0a, 0x00], 2_000_000)),
    "too-large",
  ],
  ["a.onnx", "60,000 empty nodes", () => modelOf(repeated([0x0a, 0x00], 60_000)), "too-large"],
  [
    "a.onnx",
    "a node with ten million numbers",
    // An attribute with a packed list of ints.
    () => modelOf(field(1, field(5, field(8, new Uint8Array(10_000_000))))),
    "too-large",
  ],
  [
    "a.onnx",
    "a name of a megabyte",
    () => modelOf(field(1, field(3, repeated([97], 2 ** 20)))),
    "too-large",
  ],
  ["a.onnx", "many sums of constants", manySums, "reported"],
  ["a.onnx", "many lists of numbers", manyConstants, "reported"],
  [
    "a.onnx",
    "a tensor of 2^40 elements without bytes",
    () => tensorOf([2 ** 20, 2 ** 20]),
    "malformed",
  ],
  ["a.onnx", "a tensor of 2^80 elements", () => tensorOf([2 ** 40, 2 ** 40]), "malformed"],
  ["a.onnx", "a tensor of a negative size", () => tensorOf([-1]), "malformed"],
  ["a.tflite", "four million times the same tensor", sharedTables, "too-large"],
  [
    "model.json",
    "four million empty lists",
    () =>
      joined([
        new TextEncoder().encode('{"modelTopology":{"node":['),
        repeated([0x5b, 0x5d, 0x2c], 4_000_000),
        new TextEncoder().encode('0]},"weightsManifest":[]}'),
      ]),
    "too-large",
  ],
  [
    "model.json",
    "17 MB of JSON",
    () =>
      joined([
        new TextEncoder().encode('{"modelTopology":"weightsManifest'),
        repeated([32], 17 * 2 ** 20),
      ]),
    "unknown-format",
  ],
];

describe("the model doctor on files that are made to look huge", () => {
  it.each(table)(
    "%s: %s",
    (name, _, make, expected) => {
      const file: ModelFile = { name, bytes: new Uint8Array(make()) };
      const before = process.resourceUsage().maxRSS;
      let outcome = "reported";
      try {
        const opened = openModelFiles([file]);
        proposeUse(examineModel(opened), opened);
      } catch (error) {
        if (!AppError.is(error, "model-refused")) throw error;
        outcome = error.details.code;
      }
      expect(outcome).toBe(expected);
      // Kilobytes, and it never falls: the highest that was ever held.
      expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(mostMegabytes);
    },
    60_000,
  );
});
