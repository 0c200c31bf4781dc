import { drawBackdrop } from "./sample/backdrop.ts";
import { drawBird, drawWalker, type Outfit } from "./sample/figures.ts";
import {
  drawBench,
  drawClock,
  drawPlant,
  drawStopSign,
  drawTrafficLight,
} from "./sample/furniture.ts";
import type { Pen } from "./sample/pen.ts";
import { type Place, ROW, type Stage, stageOf, stand } from "./sample/stage.ts";
import { drawBicycle, drawCar, type Paint } from "./sample/vehicles.ts";

// One round of the scene; everything below comes back to where it began.
const LOOP_MS = 24_000;

const RED: Paint = { light: "#f08a6a", base: "#c9432f", dark: "#6e1c17" };
const BLUE: Paint = { light: "#9cc7ea", base: "#3a78b5", dark: "#1b3a63" };
const AMBER: Paint = { light: "#ffe08a", base: "#e0a11d", dark: "#80530f" };
const TEAL: Paint = { light: "#7fd0c4", base: "#2b8c86", dark: "#124a4c" };

const HIKER: Outfit = {
  skin: "#d39a74",
  skinShade: "#a06a4a",
  hair: "#2a1d18",
  top: "#c9432f",
  topShade: "#8e2b22",
  sleeve: "#a83526",
  legs: "#2b3244",
  legsShade: "#1d2230",
  shoes: "#33241d",
  pack: "#2b8c86",
};
const STROLLER: Outfit = {
  skin: "#8f5e42",
  skinShade: "#68412d",
  hair: "#15100e",
  top: "#4aa39a",
  topShade: "#2d6f6b",
  sleeve: "#3a8a83",
  legs: "#3a3440",
  legsShade: "#26222c",
  shoes: "#1d1a20",
  umbrella: ["#e0694f", "#c9523c", "#ea7d62", "#b9452f", "#a13a28"],
};

/** A drive through the picture: when it starts and ends in the loop, in which lane. */
interface Drive {
  readonly start: number;
  readonly end: number;
  readonly row: number;
  readonly facing: -1 | 1;
  readonly paint: Paint;
}

const DRIVES: readonly Drive[] = [
  { start: 0.12, end: 0.5, row: ROW.farLane, facing: -1, paint: RED },
  { start: 0.62, end: 1, row: ROW.farLane, facing: -1, paint: TEAL },
  { start: -0.14, end: 0.24, row: ROW.nearLane, facing: 1, paint: AMBER },
  { start: 0.38, end: 0.74, row: ROW.nearLane, facing: 1, paint: BLUE },
];

/** Turns a part of the width (-1 left edge, 1 right edge) into metres in a row. */
function across(stage: Stage, part: number, row: number): number {
  return (part * stage.reach) / row;
}

function drawTraffic(pen: Pen, stage: Stage, phase: number): void {
  for (const { start, end, row, facing, paint } of DRIVES) {
    for (const wrapped of [phase - 1, phase, phase + 1]) {
      if (wrapped < start || wrapped > end) continue;
      const edge = stage.reach / row + 2.6;
      const travelled = ((wrapped - start) / (end - start)) * edge * 2;
      stand(pen, stage, facing * (travelled - edge), row, () => {
        pen.scale(facing, 1);
        drawCar(pen, paint, travelled * 100);
      });
    }
  }
}

function drawStroll(
  pen: Pen,
  stage: Stage,
  part: number,
  row: number,
  facing: -1 | 1,
  outfit: Outfit,
): void {
  const edge = stage.reach / row + 0.9;
  stand(pen, stage, facing * (part * 2 - 1) * edge, row, () => {
    pen.scale(facing, 1);
    // Whole strides per round keep the loop seamless.
    drawWalker(pen, outfit, part * Math.PI * 2 * Math.max(6, Math.round(edge * 1.5)));
  });
}

function drawAir(pen: Pen, stage: Stage, phase: number): void {
  for (const [shift, height] of [
    [0, 0.16],
    [0.07, 0.26],
  ] as const) {
    const part = (phase + shift + 0.4) % 1;
    pen.save();
    pen.translate(
      (part * 1.3 - 0.15) * stage.width,
      stage.horizon * (height + Math.sin(part * 12) * 0.02),
    );
    pen.scale(stage.zoom / 150, stage.zoom / 150);
    drawBird(pen, part * Math.PI * 2 * 24);
    pen.restore();
  }
}

function drawScene(pen: Pen, stage: Stage, phase: number): void {
  const turn = phase * Math.PI * 2;
  const { places } = stage;
  const put = (place: Place | undefined, draw: () => void): void => {
    if (place) stand(pen, stage, across(stage, place[0], place[1]), place[1], draw);
  };
  drawAir(pen, stage, phase);
  put(places.light, () => drawTrafficLight(pen, 0));
  drawTraffic(pen, stage, phase);
  put(places.clock, () => drawClock(pen, turn));
  put(places.bench, () => drawBench(pen));
  put(places.bicycle, () => drawBicycle(pen, TEAL));
  drawStroll(pen, stage, (phase + 0.75) % 1, places.back, -1, STROLLER);
  put(places.stop, () => drawStopSign(pen));
  drawStroll(pen, stage, (phase + 0.3) % 1, places.walk, 1, HIKER);
  put(places.plant, () => drawPlant(pen, Math.sin(turn * 4) * 0.03));
}

let backdrop: OffscreenCanvas | undefined;

function paintBackdrop(pen: Pen, stage: Stage): void {
  if (typeof OffscreenCanvas === "undefined") {
    drawBackdrop(pen, stage);
    return;
  }
  if (backdrop?.width !== stage.width || backdrop.height !== stage.height) {
    backdrop = new OffscreenCanvas(stage.width, stage.height);
    const still = backdrop.getContext("2d");
    if (still) drawBackdrop(still, stage);
  }
  pen.drawImage(backdrop, 0, 0);
}

/** Draws the sample street at the given time over the whole canvas of the context. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  if (width < 1 || height < 1) return;
  const stage = stageOf(width, height);
  const phase = (((timeMs / LOOP_MS) % 1) + 1) % 1;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  paintBackdrop(context, stage);
  drawScene(context, stage, phase);
  context.restore();
}
