/** A 2D canvas context of either kind, named so that a worker without a page can read it too. */
export interface Pen extends Omit<OffscreenCanvasRenderingContext2D, "canvas"> {
  readonly canvas: { readonly width: number; readonly height: number };
}

/** A point as x and y. */
export type Point = readonly [x: number, y: number];

/** Traces a smooth closed line through points (a Catmull-Rom spline as Bézier curves). */
export function traceClosed(pen: Pen, points: readonly Point[]): void {
  const at = (index: number): Point => points[(index + points.length) % points.length] ?? [0, 0];
  pen.beginPath();
  pen.moveTo(...at(0));
  for (let index = 0; index < points.length; index += 1) {
    curve(pen, at(index - 1), at(index), at(index + 1), at(index + 2));
  }
  pen.closePath();
}

/** Traces a smooth open line through points. */
export function traceOpen(pen: Pen, points: readonly Point[]): void {
  const at = (index: number): Point =>
    points[Math.min(points.length - 1, Math.max(0, index))] ?? [0, 0];
  pen.beginPath();
  pen.moveTo(...at(0));
  for (let index = 0; index < points.length - 1; index += 1) {
    curve(pen, at(index - 1), at(index), at(index + 1), at(index + 2));
  }
}

function curve(pen: Pen, before: Point, from: Point, to: Point, after: Point): void {
  pen.bezierCurveTo(
    from[0] + (to[0] - before[0]) / 6,
    from[1] + (to[1] - before[1]) / 6,
    to[0] - (after[0] - from[0]) / 6,
    to[1] - (after[1] - from[1]) / 6,
    ...to,
  );
}

/** Fills an ellipse that fades from a colour to nothing at its edge. */
export function glow(
  pen: Pen,
  [x, y]: Point,
  radiusX: number,
  radiusY: number,
  rgb: string,
  strength: number,
): void {
  pen.save();
  pen.translate(x, y);
  pen.scale(radiusX, radiusY);
  const gradient = pen.createRadialGradient(0, 0, 0, 0, 0, 1);
  gradient.addColorStop(0, `rgb(${rgb} / ${strength})`);
  gradient.addColorStop(0.55, `rgb(${rgb} / ${strength * 0.45})`);
  gradient.addColorStop(1, `rgb(${rgb} / 0)`);
  pen.fillStyle = gradient;
  pen.fillRect(-1, -1, 2, 2);
  pen.restore();
}
