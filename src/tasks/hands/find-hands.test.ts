import { describe, expect, it } from "vitest";
import { AppError, type CpuTensor, type ModelCard } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { findHands } from "./find-hands.ts";

const anchors = 2016;
const card = { input: { width: 192, height: 192 } } as ModelCard;
const input: CpuTensor = { place: "cpu", name: "", shape: [], dtype: "float32", data: [] as never };

/** A frame of 384 × 288: two of its pixels are one of the input, 24 of whose rows are a bar above it. */
const frame: RunnerFrame = {
  info: { width: 384, height: 288, timestampMs: 0 },
  fit: () => ({ tensor: input, toSource: { a: 2, b: 0, c: 0, d: 2, e: 0, f: -48 } }),
};

interface Seen {
  readonly anchor: number;
  readonly logit: number;
  /** Centre from the anchor, size, and points from the anchor. */
  readonly values: readonly number[];
}

/** A finder that answers as told, and with −100 on all other anchors. */
function finderThatSees(...seen: readonly Seen[]): RunnerModel {
  const boxes = new Float32Array(anchors * 18);
  const scores = new Float32Array(anchors).fill(-100);
  for (const { anchor, logit, values } of seen) {
    boxes.set(values, anchor * 18);
    scores[anchor] = logit;
  }
  const outputs: CpuTensor[] = [
    { place: "cpu", name: "boxes", shape: [1, anchors, 18], dtype: "float32", data: boxes },
    { place: "cpu", name: "scores", shape: [1, anchors, 1], dtype: "float32", data: scores },
  ];
  return { card, outputs, run: async () => outputs };
}

/** A box of 20 × 20 on its anchor, its wrist and middle knuckle 8 away to the sides told. */
function values(fingersX: number, fingersY: number, moveX = 0): readonly number[] {
  const wrist = [-8 * fingersX + moveX, -8 * fingersY];
  const knuckle = [8 * fingersX + moveX, 8 * fingersY];
  return [moveX, 0, 20, 20, ...wrist, 0, 0, ...knuckle, ...new Array<number>(8).fill(0)];
}

describe("the palm finder", () => {
  it.each([
    ["the first cell of 8 pixels", 0, 4, 4],
    ["its second anchor", 1, 4, 4],
    ["the cell right of it", 2, 12, 4],
    ["the cell below", 48, 4, 12],
    ["the last cell of 8 pixels", 1151, 188, 188],
    ["the first cell of 16 pixels", 1152, 8, 8],
    ["its sixth anchor", 1157, 8, 8],
    ["the cell right of that", 1158, 24, 8],
    ["the last cell of 16 pixels", 2015, 184, 184],
  ])("knows the anchors of %s", async (_, anchor, x, y) => {
    const [hand, ...others] = await findHands(
      finderThatSees({ anchor, logit: 2, values: values(0, -1) }),
      frame,
      0.5,
    );
    expect(others).toEqual([]);
    expect(hand?.score).toBeCloseTo(1 / (1 + Math.exp(-2)));
    // In source pixels, half of the box's 40 towards the fingers; 2.6 times as large.
    expect(hand?.crop.centerX).toBeCloseTo(2 * x);
    expect(hand?.crop.centerY).toBeCloseTo(2 * y - 48 - 20);
    expect(hand?.crop.width).toBeCloseTo(104);
    expect(hand?.crop.rotation).toBeCloseTo(0);
  });

  it("takes palms that overlap for one, their mean weighted by score, and keeps those apart", async () => {
    const logit = Math.log(0.8 / 0.2);
    const weaker = Math.log(0.4 / 0.6);
    const hands = await findHands(
      finderThatSees(
        { anchor: 0, logit: weaker, values: values(1, 0, 6) },
        { anchor: 1, logit, values: values(1, 0) },
        { anchor: 1151, logit: 3, values: values(-1, 0) },
      ),
      frame,
      0.3,
    );
    expect(hands.map(({ score }) => Number(score.toFixed(3)))).toEqual([0.953, 0.8]);
    const [left, right] = hands;
    expect(left?.crop.rotation).toBeCloseTo(-Math.PI / 2);
    expect(right?.crop.rotation).toBeCloseTo(Math.PI / 2);
    // A third of the weight is 12 source pixels farther; the fingers point there, too.
    expect(right?.crop.centerX).toBeCloseTo(8 + 4 + 20);
  });

  it("passes over what scores less than asked for", async () => {
    const seen = { anchor: 7, logit: Math.log(0.49 / 0.51), values: values(0, -1) };
    expect(await findHands(finderThatSees(seen), frame, 0.5)).toEqual([]);
    expect(await findHands(finderThatSees(seen), frame, 0.48)).toHaveLength(1);
  });

  it("refuses a network with one output", async () => {
    const { outputs } = finderThatSees();
    const broken = { card, outputs, run: async () => outputs.slice(1) as CpuTensor[] };
    await expect(findHands(broken, frame, 0.5)).rejects.toThrow(AppError);
  });
});
