import { gpuMaskCanvas } from "./gpu-mask-canvas.ts";
import { gpuMaskOf } from "./gpu-masks.ts";
import { maskPixels, type OpacityTable } from "./mask-pixels.ts";
import { scratch } from "./scratch.ts";
import type { PersonMask } from "./task.ts";

/** Of the mask before: every byte of it is written for each. */
let pixels: ImageData | undefined;

/** The mask as a canvas of its own size; drawn larger with smoothing, its edge is soft. */
export function maskCanvas(
  mask: PersonMask,
  table: OpacityTable,
  colour: readonly [red: number, green: number, blue: number] = [0, 0, 0],
): OffscreenCanvas {
  const { width, height, alpha } = mask;
  const onGpu = gpuMaskOf(mask);
  if (typeof onGpu === "object") return gpuMaskCanvas(onGpu, mask, table, colour);
  const context = scratch("mask", width, height);
  // The bytes of such a mask may be of a frame before: better nobody than somebody's background.
  if (onGpu === "gone") return context.canvas;
  if (pixels?.width !== width || pixels.height !== height) {
    pixels = context.createImageData(width, height);
  }
  maskPixels(alpha, table, colour, pixels.data);
  context.putImageData(pixels, 0, 0);
  return context.canvas;
}
