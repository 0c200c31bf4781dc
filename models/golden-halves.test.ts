import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type CpuTensor,
  compareWithGolden,
  type GoldenOutput,
  parseGoldenExpectation,
  toleranceOf,
} from "#shared";
import { modelsFolder, readCards } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { inputOf, loadOnnxInNode } from "./run-in-node.ts";

/** Converting a network and starting a runtime takes its time on a busy machine. */
const slowMs = 120_000;

const halves = readCards().flatMap(({ card }) =>
  card.variants
    .filter(({ needs }) => needs === "shader-f16")
    .map((variant) => ({ id: card.id, card, variant })),
);

function golden(name: string): Buffer {
  return readFileSync(join(modelsFolder, "golden", name));
}

/** A whole output that is right wherever the golden answer looks, but for what `change` makes of it. */
function answer(
  { name, size, indices, values }: GoldenOutput,
  change: (value: number, position: number) => number,
): CpuTensor {
  const data = new Float32Array(size);
  for (const [position, index] of indices.entries()) {
    data[index] = change(values[position] ?? 0, position);
  }
  return { place: "cpu", name, shape: [size], dtype: "float32", data };
}

it("speaks of every model that has a variant which computes in halves", () => {
  expect(halves.map(({ id }) => id)).toEqual([
    "blazeface",
    "centernet-512",
    "facemesh",
    "movenet-lightning",
  ]);
});

describe.each(halves)("the golden rule of $id in halves", ({ card, variant }) => {
  const tolerance = toleranceOf(card.golden, variant);
  const expected = parseGoldenExpectation(JSON.parse(golden(card.golden.expected.name).toString()));
  const verdict = (outputs: readonly CpuTensor[]) =>
    compareWithGolden(outputs, expected, tolerance);

  it("passes ONNX Runtime on wasm, which rounds between the steps alone", {
    timeout: slowMs,
  }, async () => {
    const recipe = recipes.find((one) => one.card === card.id && one.variant === variant.id);
    const [file] = (await recipe?.prepare()) ?? [];
    const model = await loadOnnxInNode(file?.content ?? new Uint8Array());
    const input = inputOf(card.input, gunzipSync(golden(card.golden.input.name)));
    const { ok, worst } = verdict(await model.runAll(input));
    expect(ok).toBe(true);
    expect(worst, "it does compute in halves").toBeGreaterThan(0);
  });

  // A score of 1 that stays 1 whatever is shifted says nothing.
  const telling = expected.outputs.filter(({ values }) => values.length > 1);

  it.each(telling.map(({ name }) => name))("fails %s zeroed, scaled, shifted or turned", (name) => {
    const changed = (change: (value: number, position: number, all: readonly number[]) => number) =>
      verdict(
        expected.outputs.map((output) =>
          answer(output, (value, position) =>
            output.name === name ? change(value, position, output.values) : value,
          ),
        ),
      );
    expect(changed((value) => value).ok, "as it is").toBe(true);
    expect(changed(() => 0).ok, "zeroed").toBe(false);
    expect(changed((value) => value * 1.05).ok, "scaled").toBe(false);
    expect(changed((_, position, all) => all[position - 1] ?? 0).ok, "shifted").toBe(false);
    expect(changed((_, position, all) => all.at(-1 - position) ?? 0).ok, "turned").toBe(false);
  });
});
