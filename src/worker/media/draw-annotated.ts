import { placeInView, type Size } from "#shared";
import type { OptionsOf, TaskId, TaskResult } from "#tasks";
import type { DrawView } from "#tasks/runner";
import { drawShown, type ShownPixels } from "../overlay.ts";
import { drawingOf } from "../task-parts.ts";

/** A frame, what was found in it, and the options under which that is shown. */
export interface AnnotatedFrame {
  /** Null where the frame is gone: what the task draws over it is drawn, or its veil. */
  readonly image: ShownPixels | null;
  readonly result: TaskResult;
  readonly options: OptionsOf<TaskId>;
}

/** Lines and words are as large on a picture's shorter side as on a phone's screen of this many CSS pixels. */
const phoneSide = 480;

/**
 * Fills the context's whole canvas with a frame as a person sees it: with its overlay, or changed by the
 * task, and then nothing else of it. Never mirrored: the preview of a front camera is mirrored for the
 * person in front of it, a saved picture is for others. A frame of another shape gets bars.
 * @param pixelRatio device pixels per CSS pixel; where it is not known, as on a phone's screen
 */
export async function drawAnnotated(
  context: OffscreenCanvasRenderingContext2D,
  { image, result, options }: AnnotatedFrame,
  pixelRatio = pixelRatioOf(context.canvas),
): Promise<void> {
  const drawing = await drawingOf(result.task);
  const { width, height } = context.canvas;
  const placement = placeInView(result.frame, { width, height }, "contain");
  const view: DrawView = { placement, width, height, pixelRatio, mirrored: false };
  context.resetTransform();
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#000";
  context.fillRect(0, 0, width, height);
  context.save();
  // Borrowed: whoever has the frame closes it.
  const picture = image && { picture: { image, close() {} }, isGround: true };
  drawShown(context, { result, options, ...picture }, drawing, view);
  context.restore();
}

/** Device pixels per CSS pixel of a picture that is looked at whole; at least 1. */
export function pixelRatioOf({ width, height }: Size): number {
  return Math.max(1, Math.min(width, height) / phoneSide);
}
