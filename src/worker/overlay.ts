import type { ViewState } from "#protocol";
import { placeInView } from "#shared";
import type { TaskResult } from "#tasks";
import type { TaskDrawer } from "#tasks/runner";
import { drawerOf } from "./task-parts.ts";

type Drawer = TaskDrawer<TaskResult["task"]>;

/** The canvas over the picture: owned here, drawn by the tasks. */
export interface Overlay {
  /** The canvas that the page gave, or null for bitmaps that it shows itself. */
  attach(canvas: OffscreenCanvas | null): void;
  setView(view: ViewState): void;
  /** Makes ready to draw the results of a task. */
  prepare(task: TaskResult["task"]): Promise<void>;
  /** Draws a result of a prepared task; null clears. */
  show(result: TaskResult | null): void;
}

/** Makes an overlay; `onBitmap` takes what is drawn where no canvas could be transferred. */
export function createOverlay(onBitmap: (bitmap: ImageBitmap) => void): Overlay {
  const drawers = new Map<string, Drawer>();
  let context: OffscreenCanvasRenderingContext2D | null = null;
  let ownCanvas = false;
  let view: ViewState | undefined;
  let shown: TaskResult | null = null;

  const resize = (): void => {
    if (!context || !view) return;
    const { canvas } = context;
    // Setting a size clears the canvas, even to the same size.
    if (canvas.width !== view.width) canvas.width = view.width;
    if (canvas.height !== view.height) canvas.height = view.height;
  };
  const draw = (): void => {
    if (!context || !view || view.width < 1 || view.height < 1) return;
    const { width, height, pixelRatio, fill, mirrored } = view;
    context.resetTransform();
    context.clearRect(0, 0, width, height);
    const drawer = shown && drawers.get(shown.task);
    if (shown && drawer) {
      const placement = placeInView(shown.frame, view, fill);
      context.save();
      drawer(context, shown, { placement, width, height, pixelRatio, mirrored });
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
      if (!drawers.has(task)) drawers.set(task, await drawerOf(task));
    },
    show(result) {
      shown = result;
      draw();
    },
  };
}
