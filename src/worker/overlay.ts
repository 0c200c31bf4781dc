import type { ViewState } from "#protocol";
import { type Placement, placeInView, type Size } from "#shared";
import { composesFrames, type OptionsOf, type TaskId, type TaskResult } from "#tasks";
import type { DrawView } from "#tasks/runner";
import type { FrameImage } from "./preprocess/preprocess.ts";
import { drawingOf, type TaskDrawing } from "./task-parts.ts";

/** A result as it is to be shown. */
export interface Shown {
  readonly result: TaskResult;
  readonly options: OptionsOf<TaskId>;
  /** The result's frame, for tasks that change it; closed when something else is shown. */
  readonly picture?: ShownImage;
  /** The frame is drawn under the result as well: the page shows it nowhere. */
  readonly isGround?: boolean;
}

/** Pixels as they can be drawn. */
export type ShownPixels = FrameImage | OffscreenCanvas;

/** Pixels that the overlay holds until it shows others. */
export interface ShownImage {
  readonly image: ShownPixels;
  close(): void;
}

/** A picture before its result is known. */
export interface ShownBare {
  readonly result: null;
  readonly frame: Size;
  readonly picture: ShownImage;
}

/** The canvas over the picture, or with the picture on it: owned here, drawn by the tasks. */
export interface Overlay {
  /** The canvas that the page gave, or null for bitmaps that it shows itself. */
  attach(canvas: OffscreenCanvas | null): void;
  setView(view: ViewState): void;
  /** Makes ready to draw the results of a task. */
  prepare(task: TaskId): Promise<void>;
  /** Draws a result of a prepared task, or a picture without one; null clears. */
  show(shown: Shown | ShownBare | null): void;
}

/** Opaque: what is drawn where a frame may not be seen. */
const veilColour = "#14181d";

/** Makes an overlay; `onBitmap` takes what is drawn where no canvas could be transferred. */
export function createOverlay(onBitmap: (bitmap: ImageBitmap) => void): Overlay {
  const drawings = new Map<string, TaskDrawing>();
  let context: OffscreenCanvasRenderingContext2D | null = null;
  let ownCanvas = false;
  let view: ViewState | undefined;
  let shown: Shown | ShownBare | null = null;

  const resize = (): void => {
    if (!context || !view) return;
    const { canvas } = context;
    // Setting a size clears the canvas, even to the same size.
    if (canvas.width !== view.width) canvas.width = view.width;
    if (canvas.height !== view.height) canvas.height = view.height;
  };
  const draw = (): void => {
    if (!context || !view || view.width < 1 || view.height < 1) return;
    context.resetTransform();
    context.clearRect(0, 0, view.width, view.height);
    if (shown) {
      const { width, height, pixelRatio, fill, mirrored } = view;
      const frame = shown.result ? shown.result.frame : shown.frame;
      const placement = placeInView(frame, view, fill);
      const onView = { placement, width, height, pixelRatio, mirrored };
      const drawing = shown.result && drawings.get(shown.result.task);
      context.save();
      if (!shown.result) drawGround(context, shown.picture.image, frame, placement);
      else if (drawing) drawShown(context, shown, drawing, onView);
      context.restore();
    }
    if (ownCanvas) onBitmap(context.canvas.transferToImageBitmap());
  };

  return {
    attach(canvas) {
      ownCanvas = canvas === null;
      context = (canvas ?? new OffscreenCanvas(1, 1)).getContext("2d");
      resize();
      draw();
    },
    setView(next) {
      view = next;
      resize();
      draw();
    },
    async prepare(task) {
      if (!drawings.has(task)) drawings.set(task, await drawingOf(task));
    },
    show(next) {
      if (shown?.picture !== next?.picture) shown?.picture?.close();
      shown = next;
      draw();
    },
  };
}

/** Draws a result as its task does; the frame itself only where the task changes it. */
export function drawShown(
  context: OffscreenCanvasRenderingContext2D,
  { result, options, picture, isGround }: Shown,
  { draw, compose }: TaskDrawing,
  view: DrawView,
): void {
  if (!composesFrames(result.task, options)) {
    if (isGround && picture) drawGround(context, picture.image, result.frame, view.placement);
    draw(context, result, view);
  } else if (compose && picture) {
    compose(context, picture.image, result, view, options);
  } else {
    context.fillStyle = veilColour;
    context.fillRect(0, 0, view.width, view.height);
  }
}

/** Draws a frame where it lies on the view. */
function drawGround(
  context: OffscreenCanvasRenderingContext2D,
  image: ShownPixels,
  { width, height }: Size,
  { scaleX, scaleY, offsetX, offsetY }: Placement,
): void {
  context.imageSmoothingQuality = "medium";
  context.drawImage(image, offsetX, offsetY, width * scaleX, height * scaleY);
}
