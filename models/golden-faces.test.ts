import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type CpuTensor, compareWithGolden, parseGoldenExpectation } from "#shared";
import { modelsFolder } from "./read-cards.ts";
import { inputOf, loadInNode, type NodeModel } from "./run-in-node.ts";

function golden(name: string): Buffer {
  return readFileSync(join(modelsFolder, "golden", name));
}

describe.each(["blazeface", "blazeface-short", "facemesh", "palm-lite", "handlandmark-lite"])(
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

describe("the golden output of blazeface-short", () => {
  const id = "blazeface-short";
  const expected = parseGoldenExpectation(JSON.parse(golden(`${id}.expected.json`).toString()));
  let tolerance: NodeModel["card"]["golden"]["tolerance"];
  let outputs: readonly CpuTensor[];

  beforeAll(async () => {
    const { card, run } = await loadInNode(id, "wasm");
    tolerance = card.golden.tolerance;
    outputs = await run(inputOf(card.input, gunzipSync(golden(`${id}.input.gz`))));
  }, 60_000);

  type Change = (value: number, at: number, all: ArrayLike<number>, wide: number) => number;

  describe.each([
    ["regressors", 16],
    ["classificators", 1],
  ])("fails where %s alone are", (name, wide) => {
    it.each<[string, Change]>([
      ["zeroed", () => 0],
      ["of half the scale", (value) => value / 2],
      ["one per cent too large", (value) => value * 1.01],
      ["shifted by one anchor", (_, at, all, step) => all[at - step] ?? 0],
      ["shifted by one row", (_, at, all, step) => all[at - 32 * step] ?? 0],
      ["zeroed in the first layer", (value, at, _, step) => (at < 512 * step ? 0 : value)],
      ["zeroed in the second layer", (value, at, _, step) => (at < 512 * step ? value : 0)],
    ])("%s", (_, change) => {
      const changed = outputs.map((output) => {
        if (output.name !== name) return output;
        const all = Float32Array.from(output.data);
        const data = all.map((value, at) => change(value, at, all, wide));
        return { ...output, dtype: "float32" as const, data };
      });
      expect(compareWithGolden(changed, expected, tolerance)).toMatchObject({
        ok: false,
        output: name,
      });
    });
  });

  it("holds the three drawn faces, eyes and mouths where they were drawn", () => {
    const [boxes] = outputs;
    const logits = expected.outputs[1];
    const seen = (logits?.indices ?? [])
      .map((anchor, at) => ({ anchor, score: 1 / (1 + Math.exp(-(logits?.values[at] ?? 0))) }))
      .filter(({ score }) => score > 0.5)
      .sort((one, other) => other.score - one.score)
      .map(({ anchor }) => pointsAt(anchor, boxes?.data ?? []));
    const found = seen.filter(
      (points, at) => !seen.slice(0, at).some((better) => near(points, better, 10)),
    );
    expect(found).toHaveLength(drawn.length);
    for (const face of drawn) expect(found.some((points) => near(points, face, 2))).toBe(true);
  });
});

type Points = readonly (readonly [x: number, y: number])[];

/** Both eyes and the mouth of each face as the golden input shows them, in its pixels. */
const drawn: readonly Points[] = [
  [
    [25, 60],
    [34.5, 60],
    [30, 70],
  ],
  [
    [65, 62.5],
    [76.5, 64],
    [69.5, 76],
  ],
  [
    [91, 56.5],
    [100.5, 55.5],
    [96.5, 66],
  ],
];

/** What an anchor answers for eyes and mouth: 16 × 16 cells of 2 anchors, then 8 × 8 cells of 6. */
function pointsAt(anchor: number, regressors: ArrayLike<number>): Points {
  const [cell, cells] =
    anchor < 512 ? [Math.floor(anchor / 2), 16] : [Math.floor((anchor - 512) / 6), 8];
  const [x, y] = [(cell % cells) + 0.5, Math.floor(cell / cells) + 0.5].map(
    (place) => (place * 128) / cells,
  );
  // Four numbers of the box come first, and the nose's before the mouth's.
  return [4, 6, 10].map((at) => [
    (x ?? 0) + (regressors[anchor * 16 + at] ?? Number.NaN),
    (y ?? 0) + (regressors[anchor * 16 + at + 1] ?? Number.NaN),
  ]);
}

function near(points: Points, others: Points, pixels: number): boolean {
  return points.every(([x, y], at) => {
    const [otherX, otherY] = others[at] ?? [Number.NaN, Number.NaN];
    return Math.hypot(x - otherX, y - otherY) < pixels;
  });
}
