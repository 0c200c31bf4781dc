/** The side of the pictures that the small classifier looks at. */
const side = 16;
const float32 = 1;
const int64 = 7;
const bool = 9;

type Field = readonly [field: number, value: number | string | Uint8Array | readonly Field[]];

/** A message as its file format writes it (https://protobuf.dev/programming-guides/encoding/). */
function message(fields: readonly Field[]): Uint8Array {
  return join(
    fields.map(([field, value]) => {
      if (typeof value === "number") return join([varint(field << 3), varint(value)]);
      const bytes =
        typeof value === "string"
          ? new TextEncoder().encode(value)
          : value instanceof Uint8Array
            ? value
            : message(value);
      return join([varint((field << 3) | 2), varint(bytes.length), bytes]);
    }),
  );
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function port(name: string, shape: readonly number[], type = float32): readonly Field[] {
  const dims = shape.map((size): Field => [1, [[1, size]]]);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, type],
            [2, dims],
          ],
        ],
      ],
    ],
  ];
}

function node(type: string, inputs: readonly string[], output: string): readonly Field[] {
  return [...inputs.map((name): Field => [1, name]), [2, output], [3, output], [4, type]];
}

/**
 * An ONNX classifier of 1 kB that tells red, green and blue pictures apart by their mean colour: its channels
 * are taken in the order red, green, blue.
 */
export function colourClassifier(labels: readonly string[] = ["red", "green", "blue"]): Buffer {
  const weights = Float32Array.from([8, 0, 0, 0, 8, 0, 0, 0, 8]);
  const names = labels.map((label, index) => `${index}: '${label}'`).join(", ");
  const tensor: readonly Field[] = [
    [1, 3],
    [1, 3],
    [2, float32],
    [8, "weights"],
    [9, new Uint8Array(weights.buffer)],
  ];
  const graph: readonly Field[] = [
    [1, node("GlobalAveragePool", ["image"], "means")],
    [1, node("Flatten", ["means"], "flat")],
    [1, node("MatMul", ["flat", "weights"], "sums")],
    [1, node("Softmax", ["sums"], "scores")],
    [2, "colours"],
    [5, tensor],
    [11, port("image", [1, 3, side, side])],
    [12, port("scores", [1, 3])],
  ];
  const model = message([
    [1, 8],
    [2, "localens stories"],
    [7, graph],
    [8, [[2, 13]]],
    ...(labels.length > 0
      ? [
          [
            14,
            [
              [1, "names"],
              [2, `{${names}}`],
            ],
          ] as Field,
        ]
      : []),
  ]);
  return Buffer.from(model);
}

/** A whole model of opset 13 from the fields of its graph. */
function modelOf(graph: readonly Field[]): Buffer {
  return Buffer.from(
    message([
      [1, 8],
      [2, "localens stories"],
      [7, graph],
      [8, [[2, 13]]],
    ]),
  );
}

function constant(name: string, type: number, sizes: readonly number[], data: ArrayBuffer): Field {
  return [
    5,
    [...sizes.map((size): Field => [1, size]), [2, type], [8, name], [9, new Uint8Array(data)]],
  ];
}

const wholeNumbers = (...values: readonly bigint[]) => BigInt64Array.from(values).buffer;
const plainNumbers = (...values: readonly number[]) => Float32Array.from(values).buffer;

/**
 * An ONNX file of less than 1 kB that asks for 2.4 GB while it runs. How much is computed from the picture, so
 * that nobody can read it off the file.
 */
export function hungryModel(): Buffer {
  return modelOf([
    [1, node("GlobalAveragePool", ["image"], "means")],
    [1, node("Flatten", ["means"], "flat")],
    [1, node("ReduceMax", ["flat"], "greatest")],
    [1, node("Mul", ["greatest", "nothing"], "zero")],
    [1, node("Add", ["zero", "much"], "count")],
    [1, [...node("Cast", ["count"], "size"), [5, attribute("to", 2, [[3, int64]])]]],
    [1, node("Reshape", ["size", "one"], "sizes")],
    [1, node("ConstantOfShape", ["sizes"], "many")],
    [1, node("ReduceMax", ["many"], "most")],
    [1, node("Add", ["flat", "most"], "sums")],
    [1, node("Softmax", ["sums"], "scores")],
    [2, "hungry"],
    constant("nothing", float32, [], plainNumbers(0)),
    constant("much", float32, [], plainNumbers(600_000_000)),
    constant("one", int64, [1], wholeNumbers(1n)),
    [11, port("image", [1, 3, side, side])],
    [12, port("scores", [1, 3])],
  ]);
}

/** An ONNX file of less than 1 kB that would take years: it turns a loop 2^62 times. */
export function endlessModel(): Buffer {
  const body: readonly Field[] = [
    [1, node("Identity", ["on"], "further")],
    [1, node("Sin", ["before"], "after")],
    [2, "body"],
    [11, port("turn", [], int64)],
    [11, port("on", [], bool)],
    [11, port("before", [1, 3])],
    [12, port("further", [], bool)],
    [12, port("after", [1, 3])],
  ];
  return modelOf([
    [1, node("GlobalAveragePool", ["image"], "means")],
    [1, node("Flatten", ["means"], "flat")],
    [1, [...node("Loop", ["times", "", "flat"], "turned"), [5, attribute("body", 5, [[6, body]])]]],
    [1, node("Softmax", ["turned"], "scores")],
    [2, "endless"],
    constant("times", int64, [], wholeNumbers(2n ** 62n)),
    [11, port("image", [1, 3, side, side])],
    [12, port("scores", [1, 3])],
  ]);
}

function attribute(name: string, type: number, value: readonly Field[]): readonly Field[] {
  return [[1, name], ...value, [20, type]];
}
