import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type CpuTensor, compareWithGolden, parseGoldenExpectation } from "#shared";
import { modelsFolder } from "./read-cards.ts";
import { inputOf, loadInNode, type NodeModel } from "./run-in-node.ts";

/** A run of the network takes a fifth of a second, and on a busy machine many times that. */
const slowMs = 60_000;

function golden(name: string): Buffer {
  return readFileSync(join(modelsFolder, "golden", name));
}

const expected = parseGoldenExpectation(
  JSON.parse(golden("centernet-512.expected.json").toString()),
);
const frame = gunzipSync(golden("centernet-512.input.gz"));
let model: NodeModel;
let outputs: readonly CpuTensor[];

function verdict(of: readonly CpuTensor[]) {
  return compareWithGolden(of, expected, model.card.golden.tolerance);
}

/** The outputs with one of them changed element by element. */
function changed(
  name: string,
  change: (
    value: number,
    index: number,
    all: ArrayLike<number>,
    shape: readonly number[],
  ) => number,
): readonly CpuTensor[] {
  return outputs.map((output) => {
    if (output.name !== name) return output;
    const all = Float32Array.from(output.data);
    const data = all.map((value, index) => change(value, index, all, output.shape));
    return { ...output, dtype: "float32", data };
  });
}

beforeAll(async () => {
  model = await loadInNode("centernet-512", "wasm");
  outputs = await model.run(inputOf(model.card.input, frame));
}, slowMs);

describe("the golden rule of the object detector", { timeout: slowMs }, () => {
  it("passes TF.js wasm, well below its tolerance", () => {
    const { ok, worst } = verdict(outputs);
    expect(ok).toBe(true);
    expect(worst).toBeLessThan(model.card.golden.tolerance / 2);
  });

  describe.each(["tower_0/keypoints", "tower_0/wh"])("fails %s", (name) => {
    it.each([
      ["zeroed", () => 0],
      ["of half the scale", (value: number) => value / 2],
      ["one per cent too large", (value: number) => value * 1.01],
      [
        "shifted by one cell",
        (_: number, index: number, all: ArrayLike<number>, shape: readonly number[]) =>
          all[index - (shape[3] ?? 0)] ?? 0,
      ],
      [
        "shifted by one row",
        (_: number, index: number, all: ArrayLike<number>, shape: readonly number[]) =>
          all[index - (shape[3] ?? 0) * (shape[2] ?? 0)] ?? 0,
      ],
      [
        "with two channels swapped",
        (_: number, index: number, all: ArrayLike<number>) => all[index ^ 1] ?? 0,
      ],
    ])("%s", (_, change) => {
      expect(verdict(changed(name, change))).toMatchObject({ ok: false, output: name });
    });
  });

  it("fails when red and blue were swapped on the way in", async () => {
    const swapped = frame.map((_, index) => frame[index - (index % 3) + 2 - (index % 3)] ?? 0);
    expect(verdict(await model.run(inputOf(model.card.input, swapped))).ok).toBe(false);
  });

  it("fails when the picture came in one pixel to the right", async () => {
    const shifted = frame.map((_, index) => frame[index - 3] ?? 0);
    expect(verdict(await model.run(inputOf(model.card.input, shifted))).ok).toBe(false);
  });
});
