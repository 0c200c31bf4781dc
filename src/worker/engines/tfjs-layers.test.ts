import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { examineModel, openModelFiles, supportOf } from "#model-kit";
import type { TensorSpec } from "#shared";
import type { Engine } from "./engine.ts";
import {
  filesOf,
  graph,
  input,
  inTurn,
  layer,
  type Network,
  noise,
  plain,
  product,
} from "./test-networks/keras-files.ts";
import { branched, nested, places, twice } from "./test-networks/keras-networks.ts";

const served = join(process.cwd(), "public");
const prepared = existsSync(join(served, "engines", "tfjs"));

/** A few of an output's numbers, evenly apart. */
function some(values: ArrayLike<number>): readonly number[] {
  const count = Math.min(5, values.length);
  return Array.from({ length: count }, (_, at) => {
    return values[Math.floor((at * (values.length - 1)) / Math.max(count - 1, 1))] ?? 0;
  });
}

const signal = new AbortController().signal;
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!prepared)("a TF.js layers model on the engine (needs `npm run models`)", () => {
  let engine: Engine;
  beforeAll(async () => {
    vi.stubEnv("BASE_URL", `${served}/`);
    engine = (await import("./tfjs.ts")).createTfjsEngine();
  });

  // Recorded with @tensorflow/tfjs-layers 4.22.0, which the app does not carry, from the same files.
  it.each<[string, Network, readonly (readonly number[])[]]>([
    [
      "branches",
      branched,
      [
        [0.13577, 0.220096, 0.098056, 0.146698, 0.149738],
        [0.284408, -0.821451, 3.203014],
      ],
    ],
    ["is nested", nested, [[0.428834, 0.571166]]],
    ["computes every place", places, [[0.01568, 0.014409, 0.016331, 0.015212, 0.015607]]],
    [
      "uses a layer twice (Keras 2)",
      twice(true),
      [[-0.28497, -0.493583, -0.225885, -0.335501, -0.117339]],
    ],
    [
      "uses a layer twice (Keras 3)",
      twice(false),
      [[-0.28497, -0.493583, -0.225885, -0.335501, -0.117339]],
    ],
  ])("gives what TF.js's library of layers gives, of one that %s", async (_, network, expected) => {
    const given = filesOf(network);
    const { files, ...opened } = openModelFiles(given);
    const report = examineModel({ files, ...opened });
    const own = supportOf(report).filter((one) => one.engine === "tfjs");
    expect(own.map(({ reasons }) => reasons)).toEqual([[], []]);
    const [{ name = "" } = {}] = report.inputs;
    const { shape } = network;
    const wanted = report.outputs.map(
      (output): TensorSpec => ({ name: output.name, shape: [], dtype: "float32" }),
    );
    const spec = { name, shape, dtype: "float32" } as const;
    const session = await engine.load(
      {
        variantId: "layers",
        format: "tfjs",
        files: new Map(files.map((file) => [file.name, new Uint8Array(file.bytes).buffer])),
        inputs: [spec],
        outputs: wanted,
      },
      "wasm",
      signal,
    );
    const answers = await session.run([{ place: "cpu", ...spec, data: noise(product(shape), 99) }]);
    session.dispose();
    for (const [at, { shape: stated }] of report.outputs.entries()) {
      expect(answers[at]?.shape.slice(1)).toEqual(stated?.slice(1));
    }
    for (const [at, { data }] of answers.entries()) {
      const numbers = some(data);
      expect(numbers).toHaveLength(expected[at]?.length ?? 0);
      for (const [index, value] of numbers.entries()) {
        expect(value).toBeCloseTo(expected[at]?.[index] ?? Number.NaN, 5);
      }
    }
  });

  it.each([
    ["a layer that is not known", layer("LSTM", "memory"), "LSTM (layer)"],
    [
      "channels first",
      layer("Conv2D", "c", plain(1, 2, { data_format: "channels_first" })),
      "Conv2D (layer)",
    ],
    [
      "an activation of its own",
      layer("Activation", "own", { activation: "mine" }),
      "Activation (layer)",
    ],
  ])("is refused by the name of its layer where it has %s", (_, one, operator) => {
    const start = layer("Activation", "start", {
      activation: "linear",
      batch_input_shape: [null, 8, 8, 3],
    });
    const config = inTurn("odd", start, one);
    const opened = openModelFiles(filesOf({ config, weights: {}, shape: [] }));
    const reasons = supportOf(examineModel(opened)).find(
      ({ engine: id }) => id === "tfjs",
    )?.reasons;
    expect(reasons).toEqual([{ code: "operator-custom", operator }]);
  });

  it.each([
    ["misses its weights", layer("Dense", "d", { units: 2 }), /malformed.*d\/kernel/],
    ["reads what is not there", layer("Add", "sum", {}, "nowhere"), /malformed/],
  ])("is refused where a layer %s", (_, one, reason) => {
    const config = graph(
      "odd",
      [
        input("picture", [4]),
        { ...one, inbound_nodes: [[["picture", 0, 0], ...(one.inbound_nodes[0] ?? [])]] },
      ],
      "picture",
      one.name,
    );
    expect(() => examineModel(openModelFiles(filesOf({ config, weights: {}, shape: [] })))).toThrow(
      reason,
    );
  });
});
