import type { PictureRan, PictureView } from "#protocol";
import { AppError, type Size } from "#shared";
import { composesFrames, type OptionsOf, type TaskId, type TaskResult } from "#tasks";
import { drawAnnotated } from "./media/draw-annotated.ts";
import { drawShown } from "./overlay.ts";
import { drawingOf } from "./task-parts.ts";

/** A decoded picture, the result to draw on it, and how. */
export interface PictureToDraw {
  readonly image: ImageBitmap;
  readonly task: TaskId;
  readonly options: OptionsOf<TaskId>;
  readonly result: TaskResult | null;
}

/** Opaque: what is drawn where a picture may not be seen. */
const veilColour = "#14181d";
const thumbnailQuality = 0.8;

/**
 * Draws the part of a picture that a view shows, with its result, into a bitmap of the view's size. Under
 * options that change the picture, it is drawn by its own task and result, or not at all.
 */
export async function drawPicture(
  { image, task, options, result }: PictureToDraw,
  { width, height, placement, pixelRatio }: PictureView,
): Promise<ImageBitmap> {
  const drawing = await drawingOf(task);
  const { canvas, context } = canvasOf({ width, height });
  const own = result?.task === task ? result : null;
  const { scaleX, scaleY, offsetX, offsetY } = placement;
  const composes = composesFrames(task, options);
  if (!own && composes) {
    context.fillStyle = veilColour;
    context.fillRect(offsetX, offsetY, image.width * scaleX, image.height * scaleY);
  }
  if (!composes) {
    context.imageSmoothingQuality = "medium";
    // Pixels of a small picture are looked at as they are.
    context.imageSmoothingEnabled = scaleX < 4 * pixelRatio;
    context.drawImage(image, offsetX, offsetY, image.width * scaleX, image.height * scaleY);
    context.imageSmoothingEnabled = true;
  }
  if (own) {
    const view = { placement, width, height, pixelRatio, mirrored: false };
    const picture = { image, close() {} };
    drawShown(context, { result: own, options, picture }, drawing, view);
  }
  return canvas.transferToImageBitmap();
}

/** A small picture with its result drawn on it, at most `side` pixels long, as a JPEG file. */
export async function drawThumbnail(
  { image, options, result }: PictureToDraw & { readonly result: TaskResult },
  side: number,
): Promise<NonNullable<PictureRan["thumbnail"]>> {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const size = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
  const { canvas, context } = canvasOf(size);
  await drawAnnotated(context, { image, result, options });
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: thumbnailQuality });
  return { blob, size };
}

function canvasOf({ width, height }: Size): {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
} {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new AppError("internal", { reason: "no 2D context for a picture" });
  return { canvas, context };
}
