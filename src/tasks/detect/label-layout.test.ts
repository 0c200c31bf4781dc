import { describe, expect, it } from "vitest";
import type { Box } from "#shared";
import { boxOnCanvas, layoutLabels } from "./label-layout.ts";

const canvas = { width: 400, height: 300 };
const chip = { width: 80, height: 20 };

describe("a box on the canvas", () => {
  const placement = { scaleX: 2, scaleY: 2, offsetX: 10, offsetY: -20 };

  it("is scaled and moved as the frame is", () => {
    const view = { ...canvas, placement, mirrored: false };
    expect(boxOnCanvas([5, 30, 50, 40], view)).toEqual([20, 40, 100, 80]);
  });

  it("is mirrored with the picture, and keeps its size", () => {
    const view = { ...canvas, placement, mirrored: true };
    expect(boxOnCanvas([5, 30, 50, 40], view)).toEqual([280, 40, 100, 80]);
  });
});

describe("a label", () => {
  it.each<[string, Box, Box]>([
    ["on the top edge of its box", [50, 100, 90, 90], [50, 80, 80, 20]],
    ["within a box that starts at the top", [50, 0, 90, 90], [50, 0, 80, 20]],
    ["within a box that fills the canvas", [0, 0, 400, 300], [0, 0, 80, 20]],
    ["left of where its box would push it out", [370, 100, 30, 90], [320, 80, 80, 20]],
    ["at the left edge for a box that begins before it", [-40, 100, 90, 90], [0, 80, 80, 20]],
    ["within what is seen of a box that begins above", [50, -60, 90, 100], [50, 0, 80, 20]],
  ])("sits %s", (_, box, place) => {
    expect(layoutLabels([box], [chip], canvas)).toEqual([place]);
  });

  it("gives way to the label of a better box, down to four of them", () => {
    const same: Box = [50, 100, 90, 90];
    const places = layoutLabels([same, same, same, same], [chip, chip, chip, chip], canvas);
    expect(places.map(([, y]) => y)).toEqual([80, 100, 190, 170]);
  });

  it("stays wholly on the canvas wherever its box lies", () => {
    for (let x = -200; x <= 500; x += 70) {
      for (let y = -200; y <= 400; y += 60) {
        const [left, top] = layoutLabels([[x, y, 100, 80]], [chip], canvas)[0] ?? [-1, -1];
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + chip.width).toBeLessThanOrEqual(canvas.width);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top + chip.height).toBeLessThanOrEqual(canvas.height);
      }
    }
  });
});
