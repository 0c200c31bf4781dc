/** The side of the pictures that the small classifier looks at. */
const side = 16;
const float32 = 1;

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

function port(name: string, shape: readonly number[]): readonly Field[] {
  const dims = shape.map((size): Field => [1, [[1, size]]]);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, float32],
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

/** An ONNX file of less than 1 kB that asks for 2 GB while it runs: the picture 700,000 times. */
export function hungryModel(): Buffer {
  const times = BigInt64Array.from([700_000n, 3n, BigInt(side), BigInt(side)]);
  const int64 = 7;
  const axes: readonly Field[] = [
    [1, "axes"],
    [8, 0],
    [8, 2],
    [8, 3],
    [20, 7],
  ];
  const graph: readonly Field[] = [
    [1, node("Expand", ["image", "times"], "many")],
    [1, [...node("ReduceMean", ["many"], "means"), [5, axes]]],
    [1, node("Softmax", ["means"], "scores")],
    [2, "hungry"],
    [
      5,
      [
        [1, 4],
        [2, int64],
        [8, "times"],
        [9, new Uint8Array(times.buffer)],
      ],
    ],
    [11, port("image", [1, 3, side, side])],
    [12, port("scores", [1, 3, 1, 1])],
  ];
  return Buffer.from(
    message([
      [1, 8],
      [2, "localens stories"],
      [7, graph],
      [8, [[2, 13]]],
    ]),
  );
}
