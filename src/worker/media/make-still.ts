import { AppError, type Size } from "#shared";
import { type AnnotatedFrame, drawAnnotated } from "./draw-annotated.ts";

/** The formats of stills. */
export type StillType = "image/png" | "image/jpeg";

/** How far a JPEG is squeezed, 0 … 1: eyes see no difference, files are a fifth of a PNG's. */
const jpegQuality = 0.92;

/** Makes a picture file of an annotated frame, in the frame's own pixels. */
export async function makeStill(frame: AnnotatedFrame, type: StillType): Promise<Blob> {
  const context = canvasOf(frame.result.frame);
  await drawAnnotated(context, frame);
  return context.canvas.convertToBlob({ type, quality: jpegQuality });
}

/** An opaque canvas of a size, ready to be drawn on. */
export function canvasOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false });
  if (!context) throw new AppError("internal", { reason: `no canvas of ${width} × ${height}` });
  context.imageSmoothingQuality = "high";
  return context;
}
