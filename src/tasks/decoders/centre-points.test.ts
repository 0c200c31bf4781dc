import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { inputOf, loadInNode, type NodeModel } from "#models/node";
import type { CpuTensor } from "#shared";
import { decodeCentrePoints } from "./centre-points.ts";

/** A run of the network takes a fifth of a second, and on a busy machine many times that. */
const slowMs = 60_000;

function tensor(shape: readonly number[], data: Float32Array): CpuTensor {
  return { place: "cpu", name: "test", shape, dtype: "float32", data };
}

/** Maps of 4 × 5 cells and 2 classes with these heats; every reach is 1, 2, 3, 4. */
function maps(heats: readonly { x: number; y: number; classId: number; heat: number }[]) {
  const heat = new Float32Array(4 * 5 * 2);
  for (const { x, y, classId, heat: value } of heats) heat[(y * 5 + x) * 2 + classId] = value;
  const reach = Float32Array.from({ length: 4 * 5 * 4 }, (_, index) => (index % 4) + 1);
  return { heat: tensor([1, 4, 5, 2], heat), reach: tensor([1, 4, 5, 4], reach), stride: 8 };
}

describe("decoding centre points", () => {
  it("turns a peak into a box around its cell, in input pixels", () => {
    expect(decodeCentrePoints(maps([{ x: 3, y: 1, classId: 1, heat: 0.5 }]), 0.25)).toEqual([
      { classId: 1, score: 0.5, box: [23, 6, 4, 6] },
    ]);
  });

  it.each([
    ["a stronger neighbour to the right", { x: 2, y: 1 }, 0],
    ["a stronger neighbour diagonally", { x: 2, y: 2 }, 0],
    ["two cells away", { x: 3, y: 1 }, 1],
  ])("with %s keeps %o or not", (_, strong, count) => {
    const found = decodeCentrePoints(
      maps([
        { x: 1, y: 1, classId: 0, heat: 0.5 },
        { ...strong, classId: 0, heat: 0.75 },
      ]),
      0.25,
    );
    expect(found.map(({ score }) => score)).toEqual(count ? [0.75, 0.5] : [0.75]);
  });

  it("lets classes stand on one cell, and takes no neighbour from the far edge", () => {
    const found = decodeCentrePoints(
      maps([
        { x: 4, y: 1, classId: 0, heat: 0.5 },
        { x: 4, y: 1, classId: 1, heat: 0.25 },
        { x: 0, y: 2, classId: 0, heat: 0.75 },
      ]),
      0.25,
    );
    expect(found.map(({ score }) => score)).toEqual([0.75, 0.5, 0.25]);
  });

  it.each([0, 7, 8, 9, 34])("finds a lonely centre wherever it lies: cell %i of 35", (cell) => {
    const heat = new Float32Array(35);
    heat[cell] = 0.5;
    const reach = tensor([1, 5, 7, 4], new Float32Array(35 * 4));
    expect(decodeCentrePoints({ heat: tensor([1, 5, 7, 1], heat), reach, stride: 1 }, 0.5)).toEqual(
      [{ classId: 0, score: 0.5, box: [cell % 7, Math.floor(cell / 7), 0, 0] }],
    );
  });

  it("leaves out what is below the score, and what is beyond the limit", () => {
    const heats = [0.2, 0.3, 0.4].map((heat, row) => ({ x: row * 2, y: 0, classId: 0, heat }));
    expect(decodeCentrePoints(maps(heats), 0.25)).toHaveLength(2);
    expect(decodeCentrePoints(maps(heats), 0.1, 1)).toMatchObject([{ box: [31, -2, 4, 6] }]);
  });
});

describe("compared with the network's own decoding", { timeout: slowMs }, () => {
  const ownOutput = "tower_0/detections";
  const picture = gunzipSync(readFileSync("models/golden/centernet-512.input.gz"));
  const mirrored = picture.map((_, index) => {
    const column = Math.floor(index / 3) % 512;
    return picture[index + (511 - 2 * column) * 3] ?? 0;
  });
  let model: NodeModel;

  beforeAll(async () => {
    model = await loadInNode("centernet-512", "wasm", [
      "tower_0/keypoints",
      "tower_0/wh",
      ownOutput,
    ]);
  }, slowMs);

  it.each([
    ["the sample street", picture],
    ["its mirror image", mirrored],
  ])("finds the same 100 boxes, scores and classes in %s", async (_, bytes) => {
    const [heat, reach, own] = await model.run(inputOf(model.card.input, bytes));
    if (!heat || !reach || !own) throw new Error("three outputs were asked for");
    const found = decodeCentrePoints({ heat, reach, stride: 4 }, 0);
    expect(found[0]?.score).toBeGreaterThan(0.5);
    expect(found).toHaveLength(100);
    for (const [index, { classId, score, box }] of found.entries()) {
      const [left = 0, top = 0, right = 0, bottom = 0, ownScore, ownClass] = own.data.subarray(
        index * 6,
        index * 6 + 6,
      );
      expect({ classId, score }).toEqual({ classId: ownClass, score: ownScore });
      for (const [side, value] of [left, top, right - left, bottom - top].entries()) {
        expect(box[side]).toBeCloseTo(value, 3);
      }
    }
  });
});
