import { blend, fillCircle, fillPolygon, type Pen } from "./pen.ts";
import { project, type Stage } from "./stage.ts";

/** Draws a street tree in a row of the scene. */
export function drawTree(pen: Pen, stage: Stage, x: number, row: number, size: number): void {
  const [left, foot] = project(stage, x, 0, row);
  const metre = stage.zoom * row * size;
  fillPolygon(
    pen,
    [
      [left - metre * 0.1, foot],
      [left + metre * 0.1, foot],
      [left + metre * 0.06, foot - metre * 2],
      [left - metre * 0.06, foot - metre * 2],
    ],
    blend(pen, [left - metre * 0.1, 0], [left + metre * 0.1, 0], "#4a3628", "#8a6547"),
  );
  const layers: readonly (readonly [string, number])[] = [
    ["#1c3b36", 0],
    ["#2b5a48", -0.16],
    ["#4a7d55", -0.34],
    ["#8fae68", -0.52],
  ];
  layers.forEach(([colour, shift], layer) => {
    for (let leaf = 0; leaf < 13; leaf += 1) {
      const angle = leaf * 2.4 + layer;
      const spread = Math.sqrt(leaf / 13) * (1.05 - layer * 0.2);
      const lx = left + (Math.cos(angle) * spread - shift * 0.5) * metre;
      const ly = foot - metre * 2.7 + (Math.sin(angle) * spread * 0.8 + shift) * metre;
      fillCircle(pen, lx, ly, metre * (0.36 - layer * 0.06), colour);
    }
  });
}
