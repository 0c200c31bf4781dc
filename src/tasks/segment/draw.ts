import { placeInView, type Size } from "#shared";
import type { DrawView, TaskComposer, TaskDrawer } from "#tasks/runner";
import { draw as drawBoxes } from "../detect/draw.ts";
import { blurredBackground } from "./blurred-background.ts";
import { classCanvas, drawLegend } from "./class-drawing.ts";
import { maskCanvas } from "./mask-canvas.ts";
import { cutTable, tintTable } from "./mask-pixels.ts";
import { openedPicture } from "./own-picture.ts";
import { scratch } from "./scratch.ts";
import type { SegmentOptions, SegmentResult } from "./task.ts";

/** Opaque. */
const veilColour = "#14181d";
/** Sky blue of the overlay's colours. */
const tint = [86, 180, 233] as const;

/**
 * Tints the people of a picture that is shown as it is, most along their edge; or every class in its own
 * colour, with a legend or, where things are told apart, with a box around each.
 */
export const draw: TaskDrawer<"segment"> = (context, { mask, frame, classes, instances }, view) => {
  if (classes) {
    drawPlaced(context, classCanvas(classes), frame, view);
    // Things that are told apart say themselves what they are.
    if (instances) drawBoxes(context, { task: "detect", frame, detections: instances }, view);
    else drawLegend(context, classes, view);
    return;
  }
  drawPlaced(context, maskCanvas(mask, tintTable, tint), frame, view);
};

/**
 * Draws the people of a frame before another background. Of the frame itself only the people reach the
 * context, and where it is blurred, what the blur leaves.
 * @param image the very frame that the result is of, as it is shown (turned, square pixels)
 */
export const compose: TaskComposer<"segment"> = (context, image, result, view, options) => {
  if (options.background === "keep") {
    context.fillStyle = veilColour;
    context.fillRect(0, 0, view.width, view.height);
    return;
  }
  context.save();
  context.imageSmoothingQuality = "high";
  if (options.background === "blur") {
    const { mask, frame } = result;
    drawPlaced(context, blurredBackground(image, mask, frame, options.blurAmount), frame, view);
  } else {
    drawInstead(context, result.frame, view, options);
  }
  context.drawImage(cutOut(image, result, view), 0, 0);
  context.restore();
};

/** The people alone, as they lie on the view. */
function cutOut(
  image: CanvasImageSource,
  { mask, frame }: SegmentResult,
  view: DrawView,
): OffscreenCanvas {
  const context = scratch("person", view.width, view.height);
  drawPlaced(context, image, frame, view);
  context.globalCompositeOperation = "destination-in";
  context.imageSmoothingQuality = "high";
  drawPlaced(context, maskCanvas(mask, cutTable), frame, view);
  return context.canvas;
}

/** Fills the frame's place with the colour, or with the person's own picture, which covers it. */
function drawInstead(
  context: OffscreenCanvasRenderingContext2D,
  frame: Size,
  { placement, width, mirrored }: DrawView,
  { background, colour, picture }: SegmentOptions,
): void {
  const size = { width: frame.width * placement.scaleX, height: frame.height * placement.scaleY };
  const left = mirrored ? width - placement.offsetX - size.width : placement.offsetX;
  context.save();
  context.translate(left, placement.offsetY);
  context.beginPath();
  context.rect(0, 0, size.width, size.height);
  context.clip();
  context.fillStyle = veilColour;
  // A colour that is none is ignored by the canvas.
  context.fillStyle = colour;
  context.fillRect(0, 0, size.width, size.height);
  const own = background === "picture" && picture ? openedPicture() : undefined;
  if (own) {
    // Not mirrored: what is written on it stays readable.
    const at = placeInView(own, size, "cover");
    context.drawImage(own, at.offsetX, at.offsetY, own.width * at.scaleX, own.height * at.scaleY);
  }
  context.restore();
}

/** Draws something over the whole place of the frame, mirrored as the view is. */
function drawPlaced(
  context: OffscreenCanvasRenderingContext2D,
  source: CanvasImageSource,
  frame: Size,
  { placement: { scaleX, scaleY, offsetX, offsetY }, mirrored, width }: DrawView,
): void {
  context.save();
  if (mirrored) context.transform(-1, 0, 0, 1, width, 0);
  context.drawImage(source, offsetX, offsetY, frame.width * scaleX, frame.height * scaleY);
  context.restore();
}
