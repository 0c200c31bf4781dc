import { blend, fillPolygon, type Pen, type Point } from "./pen.ts";
import { project, ROW, type Stage } from "./stage.ts";

/** The measures and colours of a house. */
export interface Facade {
  readonly height: number;
  readonly lit: string;
  readonly base: string;
  readonly shade: string;
  readonly trim: string;
  /** How much of its windows is lit from within, 0 to 1. */
  readonly glow: number;
}

const GLASS = ["#33475a", "#2b3c4d"] as const;

function pane(index: number, glow: number): string {
  const pick = ((index * 2654435761) >>> 0) % 97;
  if (pick < glow * 45) return pick % 2 === 0 ? "#dcb67c" : "#c99a63";
  return GLASS[pick % 2 === 0 ? 0 : 1];
}

/** Draws one house along the far street, seen sideways, between two rows of depth. */
export function drawStreetWall(
  pen: Pen,
  stage: Stage,
  x: number,
  near: number,
  far: number,
  height: number,
  look: Facade,
  haze: number,
  rise: number,
): void {
  const tall = height * rise;
  const quad = (top: number, bottom: number, from: number, to: number): Point[] => [
    project(stage, x, top, from),
    project(stage, x, top, to),
    project(stage, x, bottom, to),
    project(stage, x, bottom, from),
  ];
  const [nearX] = project(stage, x, 0, near);
  const [farX] = project(stage, x, 0, far);
  const colours = x < 0 ? [look.shade, look.base] : [look.base, look.lit];
  fillPolygon(pen, quad(tall, 0, near, far), blend(pen, [nearX, 0], [farX, 0], ...colours));
  const bays = 5;
  const depth = (step: number): number => 1 / (1 / near + (1 / far - 1 / near) * step);
  const floors = Math.max(2, Math.round(tall / 2.2));
  const storey = (tall - 0.5) / floors;
  for (let floor = 0; floor < floors; floor += 1) {
    for (let bay = 0; bay < bays; bay += 1) {
      const from = depth((bay + 0.25) / bays);
      const to = depth((bay + 0.75) / bays);
      const sill = floor * storey + (floor === 0 ? 0.35 : 0.7);
      const head = floor * storey + storey - 0.35;
      fillPolygon(
        pen,
        quad(head, sill, from, to),
        pane(bay * 7 + floor * 13 + Math.round(near * 100), look.glow),
      );
    }
  }
  fillPolygon(pen, quad(tall + 0.12, tall - 0.16, near, far), look.trim);
  fillPolygon(pen, quad(storey + 0.08, storey - 0.06, near, far), look.trim);
  // The further a house stands, the more it takes the colour of the air.
  if (haze > 0) fillPolygon(pen, quad(tall + 0.12, 0, near, far), `rgba(244, 205, 165, ${haze})`);
}

function drawShop(
  pen: Pen,
  left: number,
  right: number,
  foot: number,
  metre: number,
  look: Facade,
  awning: readonly [string, string],
): void {
  const width = right - left;
  pen.fillStyle = look.shade;
  pen.fillRect(left, foot - metre * 2.45, width, metre * 2.45);
  pen.fillStyle = blend(pen, [0, foot - metre * 2.1], [0, foot], "#ffdf9f", "#e9a85c", "#8a5233");
  pen.fillRect(left + metre * 0.15, foot - metre * 2.1, width - metre * 0.3, metre * 1.75);
  pen.fillStyle = "rgba(40, 26, 24, 0.75)";
  for (let shelf = 0; shelf < 6; shelf += 1) {
    const high = 0.3 + ((shelf * 29) % 10) / 22;
    pen.fillRect(
      left + metre * 0.25 + (shelf * (width - metre * 0.5)) / 6,
      foot - metre * (0.35 + high),
      metre * 0.28,
      metre * high,
    );
  }
  pen.fillStyle = look.shade;
  for (let post = 1; post < 3; post += 1) {
    pen.fillRect(
      left + (width * post) / 3 - metre * 0.05,
      foot - metre * 2.1,
      metre * 0.1,
      metre * 2.1,
    );
  }
  const stripes = Math.max(4, Math.round(width / (metre * 0.42)));
  for (let stripe = 0; stripe < stripes; stripe += 1) {
    const a = left + (width * stripe) / stripes;
    const b = left + (width * (stripe + 1)) / stripes;
    const colour = awning[stripe % 2 === 0 ? 0 : 1];
    pen.beginPath();
    pen.moveTo(a, foot - metre * 2.5);
    pen.lineTo(b, foot - metre * 2.5);
    pen.lineTo(b, foot - metre * 1.95);
    pen.arc((a + b) / 2, foot - metre * 1.95, (b - a) / 2, 0, Math.PI);
    pen.closePath();
    pen.fillStyle = colour;
    pen.fill();
  }
  pen.fillStyle = blend(
    pen,
    [0, foot - metre * 2.5],
    [0, foot - metre * 1.8],
    "rgba(255, 255, 255, 0.16)",
    "rgba(10, 12, 24, 0.3)",
  );
  pen.fillRect(left, foot - metre * 2.5, width, metre * 0.55);
}

function drawWindow(
  pen: Pen,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
  look: Facade,
): void {
  pen.fillStyle = look.trim;
  pen.fillRect(x - width * 0.1, y - width * 0.1, width * 1.2, height + width * 0.2);
  pen.fillStyle = colour;
  pen.fillRect(x, y, width, height);
  pen.fillStyle = "rgba(255, 255, 255, 0.1)";
  pen.fillRect(x, y, width * 0.48, height * 0.5);
  pen.fillStyle = look.trim;
  pen.fillRect(x + width * 0.47, y, width * 0.06, height);
  pen.fillRect(x, y + height * 0.42, width, width * 0.06);
  pen.fillRect(x - width * 0.18, y + height + width * 0.08, width * 1.36, width * 0.12);
}

/** Draws the corner house that faces the viewer, on the left (-1) or the right (1). */
export function drawFacade(pen: Pen, stage: Stage, side: -1 | 1, wall: number, look: Facade): void {
  const row = ROW.corner - 0.01;
  const metre = stage.zoom * row;
  const [corner, foot] = project(stage, side * wall, 0, row);
  const outer = side < 0 ? 0 : stage.width;
  const left = Math.min(corner, outer);
  const right = Math.max(corner, outer);
  if (right - left < 4) return;
  const top = foot - look.height * metre;
  pen.fillStyle = blend(pen, [0, top], [0, foot], look.lit, look.base, look.shade);
  pen.fillRect(left, top, right - left, foot - top);
  const bay = metre * 1.45;
  for (
    let floor = 0;
    foot - metre * (2.95 + floor * 2) - metre * 1.3 > top + metre * 0.3;
    floor += 1
  ) {
    const y = foot - metre * (2.95 + floor * 2) - metre * 1.3;
    for (let index = 0; index * bay < right - left; index += 1) {
      const centre = corner + side * (index + 0.6) * bay;
      drawWindow(
        pen,
        centre - metre * 0.36,
        y,
        metre * 0.72,
        metre * 1.25,
        pane(index * 5 + floor * 17 + (side > 0 ? 3 : 0), look.glow),
        look,
      );
    }
  }
  pen.fillStyle = look.trim;
  pen.fillRect(left - metre * 0.12, top - metre * 0.14, right - left + metre * 0.24, metre * 0.26);
  pen.fillRect(left, foot - metre * 2.68, right - left, metre * 0.1);
  pen.fillStyle = "rgba(12, 16, 30, 0.25)";
  pen.fillRect(left, top + metre * 0.12, right - left, metre * 0.12);
  const shop = metre * 5.6;
  const [from, to] =
    side < 0
      ? [corner - metre * 0.5 - shop, corner - metre * 0.5]
      : [corner + metre * 0.5, corner + metre * 0.5 + shop];
  drawShop(
    pen,
    from,
    to,
    foot,
    metre,
    look,
    side < 0 ? ["#2f6f73", "#e9e2d2"] : ["#b94a3f", "#f0e4cc"],
  );
  // A line of light where the corner meets the sun.
  pen.fillStyle = "rgba(255, 226, 180, 0.35)";
  pen.fillRect(corner - (side < 0 ? metre * 0.05 : 0), top, metre * 0.05, foot - top);
}
