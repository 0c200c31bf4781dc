import { drawSample as drawLine } from "./golden-line.ts";

/** A line of text upside down, as the orienter is there to find it. */
export function drawSample(context: OffscreenCanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  context.translate(width, height);
  context.rotate(Math.PI);
  drawLine(context);
  context.resetTransform();
}
