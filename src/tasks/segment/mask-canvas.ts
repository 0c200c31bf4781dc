import { maskPixels, type OpacityTable } from "./mask-pixels.ts";
import { scratch } from "./scratch.ts";
import type { PersonMask } from "./task.ts";

/** The mask as a canvas of its own size; drawn larger with smoothing, its edge is soft. */
export function maskCanvas(
  { width, height, alpha }: PersonMask,
  table: OpacityTable,
  colour: readonly [red: number, green: number, blue: number] = [0, 0, 0],
): OffscreenCanvas {
  const context = scratch("mask", width, height);
  const pixels = context.createImageData(width, height);
  maskPixels(alpha, table, colour, pixels.data);
  context.putImageData(pixels, 0, 0);
  return context.canvas;
}
