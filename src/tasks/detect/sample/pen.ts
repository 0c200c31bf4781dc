/** A 2D canvas context of either kind, named so that a worker without a page can read it too. */
export interface Pen extends Omit<OffscreenCanvasRenderingContext2D, "canvas"> {
  readonly canvas: { readonly width: number; readonly height: number };
}

/** A point as x and y. */
export type Point = readonly [number, number];

/** Traces a closed polygon and fills it. */
export function fillPolygon(
  pen: Pen,
  points: readonly Point[],
  fill: string | CanvasGradient,
): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
}

/** Fills a rectangle whose corners are rounded. */
export function fillRound(
  pen: Pen,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  fill: string | CanvasGradient,
): void {
  pen.beginPath();
  pen.roundRect(x, y, width, height, radius);
  pen.fillStyle = fill;
  pen.fill();
}

/** Fills a circle. */
export function fillCircle(
  pen: Pen,
  x: number,
  y: number,
  radius: number,
  fill: string | CanvasGradient,
): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fillStyle = fill;
  pen.fill();
}

/** Strokes an open line through the points with round joins and ends. */
export function strokeLine(
  pen: Pen,
  points: readonly Point[],
  width: number,
  stroke: string | CanvasGradient,
): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.lineWidth = width;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = stroke;
  pen.stroke();
}

/** Makes a linear gradient whose colours are spread evenly. */
export function blend(
  pen: Pen,
  [x0, y0]: Point,
  [x1, y1]: Point,
  ...colours: readonly string[]
): CanvasGradient {
  const gradient = pen.createLinearGradient(x0, y0, x1, y1);
  colours.forEach((colour, index) => {
    gradient.addColorStop(colours.length > 1 ? index / (colours.length - 1) : 0, colour);
  });
  return gradient;
}

/** Lays a soft, flat shadow on the ground around the origin. */
export function groundShadow(pen: Pen, halfWidth: number, halfHeight: number, dark = 0.5): void {
  pen.save();
  pen.scale(halfWidth, halfHeight);
  const gradient = pen.createRadialGradient(0, 0, 0.2, 0, 0, 1);
  gradient.addColorStop(0, `rgba(12, 16, 28, ${dark})`);
  gradient.addColorStop(0.6, `rgba(12, 16, 28, ${dark * 0.6})`);
  gradient.addColorStop(1, "rgba(12, 16, 28, 0)");
  fillCircle(pen, 0, 0, 1, gradient);
  pen.restore();
}
