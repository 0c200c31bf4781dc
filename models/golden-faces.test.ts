import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { compareWithGolden, parseGoldenExpectation } from "#shared";
import { modelsFolder } from "./read-cards.ts";
import { inputOf, loadInNode, type NodeModel } from "./run-in-node.ts";

function golden(name: string): Buffer {
  return readFileSync(join(modelsFolder, "golden", name));
}

describe.each(["blazeface", "facemesh", "palm-lite", "handlandmark-lite"])(
  "the golden rule of %s",
  (id) => {
    const frame = gunzipSync(golden(`${id}.input.gz`));
    const expected = parseGoldenExpectation(JSON.parse(golden(`${id}.expected.json`).toString()));
    let model: NodeModel;

    beforeAll(async () => {
      model = await loadInNode(id, "wasm");
    }, 60_000);

    async function verdict(bytes: Uint8Array, change = (value: number): number => value) {
      const outputs = await model.run(inputOf(model.card.input, bytes));
      const changed = outputs.map((output) => ({
        ...output,
        dtype: "float32" as const,
        data: Float32Array.from(output.data, change),
      }));
      return compareWithGolden(changed, expected, model.card.golden.tolerance);
    }

    it("passes TF.js wasm, far below its tolerance", async () => {
      const { ok, worst } = await verdict(frame);
      expect(ok).toBe(true);
      expect(worst).toBeLessThan(model.card.golden.tolerance / 10);
    });

    it.each([
      ["zeroed", () => 0],
      ["of half the scale", (value: number) => value / 2],
      ["one per cent too large", (value: number) => value * 1.01],
    ])("fails outputs that are %s", async (_, change) => {
      expect((await verdict(frame, change)).ok).toBe(false);
    });

    it.each([
      ["with red and blue swapped", (index: number) => index - (index % 3) + 2 - (index % 3)],
      ["one pixel to the right", (index: number) => index - 3],
    ])("fails a picture that came in %s", async (_, from) => {
      expect((await verdict(frame.map((_value, index) => frame[from(index)] ?? 0))).ok).toBe(false);
    });
  },
);
