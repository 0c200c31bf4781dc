import { describe, expect, it } from "vitest";
import type { PoseResult } from "#tasks";
import { overlayColour } from "../colours.ts";
import { draw } from "./draw.ts";

const [left, right] = [overlayColour(1).line, overlayColour(0).line];

function pose(score: number, angles?: PoseResult["angles"]): PoseResult {
  return {
    task: "pose",
    frame: { width: 400, height: 300, timestampMs: 0 },
    minScore: 0.3,
    people: [
      {
        score: 0.8,
        box: [0, 0, 400, 300],
        keypoints: [
          { name: "left_hip", x: 300, y: 100, score: 0.9 },
          { name: "left_knee", x: 310, y: 200, score },
          { name: "right_hip", x: 100, y: 100, score: 0.9 },
        ],
      },
    ],
    ...(angles && { angles }),
  };
}

/** Draws on a context that only notes what it is told: Node has no canvas. */
function drawn(result: PoseResult, { mirrored = false, pixelRatio = 1 } = {}) {
  type Line = { from: number[]; to: number[]; colour: string; width: number; alpha: number };
  const lines: Line[] = [];
  const dots: { at: number[]; colour: string; radius: number }[] = [];
  const texts: { text: string; x: number }[] = [];
  let path: number[][] = [];
  let arc: number[] | undefined;
  const notes = {
    font: "",
    globalAlpha: 1,
    lineWidth: 0,
    strokeStyle: "",
    fillStyle: "",
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => {
      path = [];
      arc = undefined;
    },
    moveTo: (...at: number[]) => path.push(at),
    lineTo: (...at: number[]) => path.push(at),
    arc: (x: number, y: number, radius: number) => {
      arc = [x, y, radius];
    },
    roundRect: () => undefined,
    measureText: (text: string) => ({ width: text.length * 8 }),
    stroke: () => {
      const [from = [], to = []] = path;
      if (arc) return;
      const { strokeStyle: colour, lineWidth: width, globalAlpha: alpha } = notes;
      lines.push({ from, to, colour, width, alpha });
    },
    fill: () => {
      if (arc) dots.push({ at: arc.slice(0, 2), colour: notes.fillStyle, radius: arc[2] ?? 0 });
    },
    fillText: (text: string, x: number) => texts.push({ text, x }),
  };
  draw(notes as unknown as OffscreenCanvasRenderingContext2D, result, {
    placement: { scaleX: 2, scaleY: 2, offsetX: 0, offsetY: 0 },
    width: 800,
    height: 600,
    pixelRatio,
    mirrored,
  });
  return { lines, dots, texts };
}

describe("the skeleton", () => {
  it("has lines of two pixels with a halo of one on each side, scaled by the pixel ratio", () => {
    expect(drawn(pose(0.9)).lines.map(({ width }) => width)).toEqual([4, 2, 4, 2]);
    expect(drawn(pose(0.9), { pixelRatio: 3 }).lines.map(({ width }) => width)).toEqual([
      12, 6, 12, 6,
    ]);
  });

  it("gives the person's left and right their own colours, and white to what joins them", () => {
    const { lines, dots } = drawn(pose(0.9));
    expect(lines[1]).toMatchObject({ from: [600, 200], to: [200, 200], colour: "#ffffff" });
    expect(lines[3]).toMatchObject({ from: [600, 200], to: [620, 400], colour: left });
    expect(dots.map(({ colour }) => colour)).toEqual([left, left, right]);
  });

  it("is mirrored with the view, and its left stays its left", () => {
    const { lines, dots } = drawn(pose(0.9), { mirrored: true });
    expect(lines[3]).toMatchObject({ from: [200, 200], to: [180, 400], colour: left });
    expect(dots.map(({ at, colour }) => [at[0], colour])).toEqual([
      [200, left],
      [180, left],
      [600, right],
    ]);
  });

  it("fades with the score and leaves out what is below the smallest", () => {
    const alphas = [0.9, 0.5, 0.3].map((score) => drawn(pose(score)).lines[3]?.alpha ?? 0);
    expect(alphas[0]).toBe(1);
    expect(alphas[1]).toBeLessThan(0.8);
    expect(alphas[2]).toBeCloseTo(0.45);
    const hidden = drawn(pose(0.29));
    expect(hidden.lines).toHaveLength(2);
    expect(hidden.dots).toHaveLength(2);
  });

  it("writes angles beside joints that are seen, within the canvas and never mirrored", () => {
    const angles = [{ joint: "left_knee", degrees: 91.6 }] as const;
    expect(drawn(pose(0.9, angles)).texts).toEqual([{ text: "92°", x: 620 + 8 + 5 }]);
    expect(drawn(pose(0.9, angles), { mirrored: true }).texts[0]?.x).toBe(180 + 8 + 5);
    expect(drawn(pose(0.2, angles)).texts).toEqual([]);
    expect(drawn(pose(0.9)).texts).toEqual([]);
  });

  it("is nothing when nobody is there", () => {
    expect(drawn({ ...pose(0.9), people: [] })).toEqual({ lines: [], dots: [], texts: [] });
  });
});
