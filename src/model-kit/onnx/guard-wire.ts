import protobuf from "protobufjs/minimal.js";
import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";

type Part = keyof typeof parts;

/**
 * Which fields are messages, names (`text`), or numbers that become one object each (`numbers`).
 * What is missing here is viewed in place when it is decoded and costs nothing.
 */
const parts = {
  Model: {
    2: "text",
    3: "text",
    4: "text",
    7: "Graph",
    8: "OperatorSetId",
    14: "Entry",
    25: "Function",
  },
  Function: { 1: "text", 7: "Node", 10: "text" },
  OperatorSetId: { 1: "text" },
  Entry: { 1: "text" },
  Graph: {
    1: "Node",
    2: "text",
    5: "Tensor",
    11: "ValueInfo",
    12: "ValueInfo",
    13: "ValueInfo",
    14: "Annotation",
    15: "SparseTensor",
  },
  Annotation: { 1: "text", 2: "Entry" },
  Node: { 1: "text", 2: "text", 3: "text", 4: "text", 5: "Attribute", 7: "text" },
  Attribute: {
    1: "text",
    5: "Tensor",
    6: "Graph",
    7: "numbers",
    8: "numbers",
    10: "Tensor",
    11: "Graph",
    21: "text",
    22: "SparseTensor",
  },
  Tensor: { 1: "numbers", 8: "text", 13: "Entry" },
  SparseTensor: { 1: "Tensor", 2: "Tensor", 3: "numbers" },
  ValueInfo: { 1: "text", 2: "Type" },
  Type: { 1: "TensorType" },
  TensorType: { 2: "Shape" },
  Shape: { 1: "Dimension" },
  Dimension: { 2: "text" },
} as const satisfies Readonly<Record<string, Readonly<Record<number, string>>>>;

/**
 * Walks a whole ONNX file before anything of it is decoded: every length lies within its parent, nothing
 * nests deeper than `limits.depth` graphs, and parts, numbers and names are few enough to be held.
 * Allocates nothing that grows with the file but the stack of open messages.
 * @throws AppError `model-refused`: `truncated`, `malformed`, `too-deep`, `too-large`
 */
export function guardWire(file: string, bytes: Uint8Array): void {
  const reader = protobuf.Reader.create(bytes);
  const open: { end: number; part: Part }[] = [{ end: bytes.length, part: "Model" }];
  let graphs = 0;
  let count = 0;
  let nodes = 0;
  let textBytes = 0;
  for (;;) {
    const top = open.at(-1);
    if (top === undefined) return;
    if (reader.pos >= top.end) {
      if (top.part === "Graph") graphs -= 1;
      open.pop();
      continue;
    }
    count += 1;
    const tag = atEnd(file, bytes, () => reader.tag());
    const wire = tag & 7;
    if (wire !== 2) {
      // Groups (3, 4) do not occur in ONNX, and only a hostile file has them.
      if (wire === 3 || wire === 4) refuse("malformed", file, `a group at byte ${reader.pos}`);
      atEnd(file, bytes, () => reader.skipType(wire));
      if (reader.pos > top.end) refuse("malformed", file, `a value across byte ${top.end}`);
      continue;
    }
    const length = atEnd(file, bytes, () => reader.uint32());
    const end = reader.pos + length;
    if (end > bytes.length) {
      refuse("truncated", file, `${end - bytes.length} bytes are missing`);
    }
    if (end > top.end) refuse("malformed", file, `a length across byte ${top.end}`);
    const fields: Readonly<Record<number, string>> = parts[top.part];
    const kind = fields[tag >>> 3];
    if (kind === "text") {
      textBytes += length;
      if (length > limits.nameBytes || textBytes > limits.textBytes) {
        refuse("too-large", file, "names are longer than any real model's");
      }
    } else if (kind === "numbers") {
      count += length;
    } else if (kind !== undefined) {
      if (kind === "Graph") graphs += 1;
      if (kind === "Node") nodes += 1;
      if (nodes > limits.nodes) refuse("too-large", file, `more than ${limits.nodes} steps`);
      if (graphs > limits.depth) refuse("too-deep", file, `${graphs} graphs within each other`);
      open.push({ end, part: kind as Part });
      if (count > limits.parts) refuse("too-large", file, `more than ${limits.parts} parts`);
      continue;
    }
    if (count > limits.parts) refuse("too-large", file, `more than ${limits.parts} parts`);
    reader.pos = end;
  }
}

function atEnd<T>(file: string, bytes: Uint8Array, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const ended = error instanceof RangeError;
    return refuse(
      ended ? "truncated" : "malformed",
      file,
      ended ? `it ends at byte ${bytes.length}` : String(error).slice(0, 100),
      error,
    );
  }
}
