import type { ViewState } from "#protocol";
import { placeInView } from "#shared";
import { composesFrames, type OptionsOf, type TaskId, type TaskResult } from "#tasks";
import type { DrawView } from "#tasks/runner";
import type { FrameImage } from "./preprocess/preprocess.ts";
import { drawingOf, type TaskDrawing } from "./task-parts.ts";

/** A result as it is to be shown. */
export interface Shown {
  readonly result: TaskResult;
  readonly options: OptionsOf<TaskId>;
  /** The result's frame, for tasks that change it; closed when something else is shown. */
  readonly picture?: { readonly image: FrameImage; close(): void };
}

/** The canvas over the picture, or with the picture on it: owned here, drawn by the tasks. */
export interface Overlay {
  /** The canvas that the page gave, or null for bitmaps that it shows itself. */
  attach(canvas: OffscreenCanvas | null): void;
  setView(view: ViewState): void;
  /** Makes ready to draw the results of a task. */
  prepare(task: TaskId): Promise<void>;
  /** Draws a result of a prepared task; null clears. */
  show(shown: Shown | null): void;
}

/** Opaque: what is drawn where a frame may not be seen. */
const veilColour = "#14181d";

/** Makes an overlay; `onBitmap` takes what is drawn where no canvas could be transferred. */
export function createOverlay(onBitmap: (bitmap: ImageBitmap) => void): Overlay {
  const drawings = new Map<string, TaskDrawing>();
  let context: OffscreenCanvasRenderingContext2D | null = null;
  let ownCanvas = false;
  let view: ViewState | undefined;
  let shown: Shown | null = null;

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
    const drawing = shown && drawings.get(shown.result.task);
    if (shown && drawing) {
      const { width, height, pixelRatio, fill, mirrored } = view;
      const placement = placeInView(shown.result.frame, view, fill);
      context.save();
      drawShown(context, shown, drawing, { placement, width, height, pixelRatio, mirrored });
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
  { result, options, picture }: Shown,
  { draw, compose }: TaskDrawing,
  view: DrawView,
): void {
  if (!composesFrames(result.task, options)) {
    draw(context, result, view);
  } else if (compose && picture) {
    compose(context, picture.image, result, view, options);
  } else {
    context.fillStyle = veilColour;
    context.fillRect(0, 0, view.width, view.height);
  }
}
