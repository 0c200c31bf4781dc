import type { Pen, Point } from "./pen.ts";

/** Where a thing stands: its part of the width (-1 left edge, 1 right edge) and its row. */
export type Place = readonly [part: number, row: number];

/** Where everything stands in a picture of one shape. */
export interface Places {
  readonly clock: Place;
  readonly stop: Place;
  readonly light?: Place;
  readonly bicycle: Place;
  readonly bench?: Place;
  readonly plant?: Place;
  /** The rows in which the two figures walk. */
  readonly back: number;
  readonly walk: number;
}

const WIDE: Places = {
  clock: [-0.7, 0.82],
  stop: [0.74, 0.9],
  light: [0.385, 0.395],
  bicycle: [0.42, 0.86],
  bench: [-0.38, 0.84],
  plant: [-0.84, 1.05],
  back: 0.91,
  walk: 1.07,
};

const SQUARE: Places = {
  clock: [-0.64, 0.82],
  stop: [0.64, 0.95],
  light: [-0.3, 0.38],
  bicycle: [-0.1, 0.9],
  back: 0.9,
  walk: 1.1,
};

const TALL: Places = {
  clock: [-0.66, 0.76],
  stop: [0.58, 0.9],
  light: [-0.2, 0.37],
  bicycle: [-0.5, 0.9],
  back: 0.82,
  walk: 1.03,
};

/** The measures of one picture: where the eye looks and how many pixels a metre takes. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** The x of the vanishing point. */
  readonly middle: number;
  /** The y of the vanishing point. */
  readonly horizon: number;
  /** Pixels per metre for a row of unit scale. */
  readonly zoom: number;
  /** Half the width in metres, as seen in the row of unit scale. */
  readonly reach: number;
  /** True where the picture is clearly taller than wide. */
  readonly tall: boolean;
  readonly places: Places;
}

/** The height of the eye over the road, in metres. */
export const EYE = 2.3;

/** How large things look in each row of the scene; 1 is the front row. */
export const ROW = {
  corner: 0.36,
  farLane: 0.49,
  nearLane: 0.68,
  crossing: 0.9,
  front: 1,
} as const;

/** Works out the measures of a canvas. */
export function stageOf(width: number, height: number): Stage {
  const unit = Math.min(width, height) / 720;
  const tall = height > width * 1.2;
  const narrow = width < height * 1.2;
  const zoom = unit * (tall ? 186 : narrow ? 140 : 150);
  const middle = width * 0.5;
  const horizon = height * (tall ? 0.55 : 0.46);
  return {
    width,
    height,
    middle,
    horizon,
    zoom,
    reach: width / 2 / zoom,
    tall,
    places: tall ? TALL : narrow ? SQUARE : WIDE,
  };
}

/** Puts a point (metres to the right, metres above the ground, scale of its row) on the canvas. */
export function project(stage: Stage, x: number, y: number, row: number): Point {
  const scale = stage.zoom * row;
  return [stage.middle + x * scale, stage.horizon + (EYE - y) * scale];
}

/** Draws something that stands on the ground, in centimetres around its foot, y upwards negative. */
export function stand(pen: Pen, stage: Stage, x: number, row: number, draw: () => void): void {
  const [left, top] = project(stage, x, 0, row);
  const scale = (stage.zoom * row) / 100;
  pen.save();
  pen.translate(left, top);
  pen.scale(scale, scale);
  draw();
  pen.restore();
}
