import { expect, it } from "vitest";
import type { Box } from "#shared";
import type { Detection } from "#tasks";
import { overlayColour } from "../colours.ts";
import { draw } from "./draw.ts";

const size = { width: 800, height: 600 };

/** Draws on a context that only notes what it is told: Node has no canvas. */
function drawn(detections: readonly Detection[], pixelRatio: number, mirrored: boolean) {
  const lines: { width: number; colour: string; box: Box }[] = [];
  const texts: { text: string; x: number; y: number; font: string }[] = [];
  const called: string[] = [];
  const outlines: number[][][] = [];
  let path: number[][] = [];
  let box: Box = [0, 0, 0, 0];
  const notes = {
    font: "",
    lineWidth: 0,
    strokeStyle: "",
    save: () => called.push("save"),
    restore: () => called.push("restore"),
    beginPath: () => {
      path = [];
    },
    moveTo: (...to: number[]) => path.push(to),
    lineTo: (...to: number[]) => path.push(to),
    closePath: () => outlines.push(path),
    measureText: (text: string) => ({ width: text.length * 8 }),
    roundRect: (...next: number[]) => {
      box = next.slice(0, 4) as unknown as Box;
    },
    stroke: () => lines.push({ width: notes.lineWidth, colour: notes.strokeStyle, box }),
    fill: () => undefined,
    fillText: (text: string, x: number, y: number) => texts.push({ text, x, y, font: notes.font }),
  };
  const placement = { scaleX: 2, scaleY: 2, offsetX: 0, offsetY: 0 };
  draw(
    notes as unknown as OffscreenCanvasRenderingContext2D,
    { task: "detect", frame: { width: 400, height: 300, timestampMs: 0 }, detections },
    { placement, ...size, pixelRatio, mirrored },
  );
  return { lines, texts, called, outlines };
}

const dog: Detection = { label: "dog", classId: 16, score: 0.914, box: [10, 50, 100, 80] };
const cat: Detection = { label: "cat", classId: 15, score: 0.5, box: [200, 90, 60, 40] };

it("draws a line with a halo of one pixel on each side, scaled by the pixel ratio", () => {
  const { lines } = drawn([dog], 1.5, false);
  expect(lines.map(({ width }) => width)).toEqual([6, 3]);
  expect(lines[1]?.colour).toBe(overlayColour(16).line);
  expect(lines.map(({ box }) => box)).toEqual([
    [20, 100, 200, 160],
    [20, 100, 200, 160],
  ]);
});

it("names each thing with its score, the best on top", () => {
  const { texts, lines } = drawn([dog, cat], 2, false);
  expect(texts.map(({ text }) => text)).toEqual(["cat 50%", "dog 91%"]);
  expect(lines.at(-1)?.colour).toBe(overlayColour(16).line);
  expect(texts.every(({ font }) => font.includes("26px"))).toBe(true);
});

it("mirrors boxes with the picture, and moves the text along without mirroring it", () => {
  const { lines, texts, called } = drawn([dog], 1, true);
  expect(lines[0]?.box).toEqual([580, 100, 200, 160]);
  expect(texts[0]?.x).toBeGreaterThanOrEqual(580);
  expect(called).toEqual(["save", "restore"]);
});

it("draws a turned box along its own sides, mirrored with the picture", () => {
  const corners = [
    [60, 50],
    [110, 90],
    [60, 130],
    [10, 90],
  ] as const;
  expect(drawn([{ ...dog, corners }], 1, false).outlines).toEqual([
    [
      [120, 100],
      [220, 180],
      [120, 260],
      [20, 180],
    ],
  ]);
  expect(drawn([{ ...dog, corners }], 1, true).outlines[0]?.[0]).toEqual([680, 100]);
});
