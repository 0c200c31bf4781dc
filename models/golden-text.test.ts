import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type CpuTensor, compareWithGolden, parseGoldenExpectation } from "#shared";
import { modelsFolder } from "./read-cards.ts";
import { inputOf, loadCardOnnx } from "./run-in-node.ts";

/** A run of the networks takes a tenth of a second, and on a busy machine many times that. */
const slowMs = 60_000;

function golden(name: string): Buffer {
  return readFileSync(join(modelsFolder, "golden", name));
}

/** What one element of an answer becomes. */
type Change = (value: number, index: number, all: Float32Array) => number;

/** How far apart the elements are whose places in the answer follow one another. */
const steps = { "ppocr-det": 320, "ppocr-rec": 6625 } as const;

describe.each(["ppocr-det", "ppocr-rec"] as const)(
  "the golden rule of %s, whose weights are rounded",
  { timeout: slowMs },
  (id) => {
    const expected = parseGoldenExpectation(JSON.parse(golden(`${id}.expected.json`).toString()));
    const frame = gunzipSync(golden(`${id}.input.gz`));
    let model: Awaited<ReturnType<typeof loadCardOnnx>>;
    let answer: CpuTensor<"float32">;

    const verdict = (output: CpuTensor) =>
      compareWithGolden([output], expected, model.card.golden.tolerance);

    beforeAll(async () => {
      model = await loadCardOnnx(id);
      answer = await model.run(inputOf(model.card.input, frame));
    }, slowMs);

    it("passes what the float weights answered", () => {
      const { ok, worst } = verdict(answer);
      expect(ok).toBe(true);
      // The tolerance is for the rounding, and no wider than it needs.
      expect(worst).toBeGreaterThan(model.card.golden.tolerance / 2.5);
    });

    it.each<readonly [string, Change]>([
      ["zeroed", () => 0],
      ["of half the scale", (value) => value / 2],
      ["turned over", (value) => 1 - value],
      ["shifted by one element", (_, index, all) => all[index - 1] ?? 0],
      ["shifted by one step", (_, index, all) => all[index - steps[id]] ?? 0],
    ])("fails an answer %s", (_, change) => {
      const data = answer.data.map((value, index) => change(value, index, answer.data));
      expect(verdict({ ...answer, data }).ok).toBe(false);
    });

    it("fails when red and blue were swapped on the way in", async () => {
      const swapped = frame.map((_, index) => frame[index - (index % 3) + 2 - (index % 3)] ?? 0);
      expect(verdict(await model.run(inputOf(model.card.input, swapped))).ok).toBe(false);
    });

    it("fails when the picture came in one pixel to the right", async () => {
      const shifted = frame.map((_, index) => frame[index - 3] ?? 0);
      expect(verdict(await model.run(inputOf(model.card.input, shifted))).ok).toBe(false);
    });
  },
);
