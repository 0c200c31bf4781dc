import { expect, it } from "vitest";
import { draw } from "./draw.ts";
import type { ReadLine } from "./task.ts";

/** Draws on a context that only notes what it is told: Node has no canvas. */
function drawn(lines: readonly ReadLine[], mirrored: boolean, width = 400) {
  const points: (readonly [number, number])[] = [];
  const texts: { text: string; x: number; y: number }[] = [];
  const widths: number[] = [];
  const nothing = (): undefined => undefined;
  const notes = {
    lineWidth: 0,
    save: nothing,
    restore: nothing,
    beginPath: nothing,
    closePath: nothing,
    roundRect: nothing,
    fill: nothing,
    lineTo: (x: number, y: number) => points.push([x, y]),
    stroke: () => widths.push(notes.lineWidth),
    measureText: (text: string) => ({ width: text.length * 10 }),
    fillText: (text: string, x: number, y: number) => texts.push({ text, x, y }),
  };
  const placement = { scaleX: 2, scaleY: 2, offsetX: 0, offsetY: 0 };
  draw(
    notes as unknown as OffscreenCanvasRenderingContext2D,
    { task: "read", frame: { width: 200, height: 150, timestampMs: 0 }, lines },
    { placement, width, height: 300, pixelRatio: 2, mirrored },
  );
  return { points, texts, widths };
}

function line(text: string): ReadLine {
  return {
    text,
    score: 1,
    quad: [
      [10, 50],
      [60, 55],
      [59, 65],
      [9, 60],
    ],
  };
}

it("outlines a line as it is turned, thinly, with a halo, scaled by the pixel ratio", () => {
  const { points, widths } = drawn([line("Bakery")], false);
  expect(points).toEqual([
    [20, 100],
    [120, 110],
    [118, 130],
    [18, 120],
  ]);
  expect(widths).toEqual([7, 3]);
});

it("mirrors the outline with the picture, and moves the text along without mirroring it", () => {
  const { points, texts } = drawn([line("Bakery")], true);
  expect(points[0]).toEqual([380, 100]);
  expect(texts[0]?.text).toBe("Bakery");
  expect(texts[0]?.x).toBe(280 + 12);
});

it("cuts text that is wider than the canvas", () => {
  const { texts } = drawn([line("a".repeat(100))], false);
  // 400 less the padding on both sides holds 37 characters, the last of them the ellipsis.
  expect(texts[0]?.text).toBe(`${"a".repeat(36)}…`);
});
