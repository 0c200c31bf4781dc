import { useCallback, useEffect, useRef } from "react";
import type { PictureView } from "#protocol";
import type { TaskResult } from "#tasks";
import { composes } from "../state/app-state.ts";
import { asOptions } from "../state/pictures.ts";
import { isCurrent, type QueueItem } from "../state/queue-state.ts";
import { useApp, useAppState } from "../ui/app-context.ts";

/** Draws a part of an item for a view. */
export type DrawItem = (view: PictureView, signal: AbortSignal) => Promise<ImageBitmap>;

/**
 * How an item is drawn just now: with its result, alone before it, and not at all (null) where pictures are
 * changed before they are shown and this one was not looked at under the present settings.
 */
export function useDrawItem(item: QueueItem, result: TaskResult | null): DrawItem | null {
  const { app } = useApp();
  const task = useAppState((state) => state.task);
  const options = useAppState((state) => state.options[state.task]);
  const isComposed = useAppState(composes);
  const { outcome } = item;
  const made =
    outcome.at === "done" ? { task: outcome.facts.task, options: outcome.options } : null;
  const isHidden = isComposed && !(made && isCurrent(made, task, options));
  const { id, file, name, kind } = item;
  const drawnTask = made?.task ?? task;
  const drawnOptions = made?.options ?? options;
  // The frame of a video at full size: the next part of it is cut out of that.
  const frame = useRef<{ readonly of: TaskResult; readonly bitmap: ImageBitmap } | null>(null);
  useEffect(
    () => () => {
      frame.current?.bitmap.close();
      frame.current = null;
      app.files.pictures.letGo();
    },
    [app],
  );
  const drawPicture = useCallback<DrawItem>(
    (view, signal) =>
      app.files.pictures.draw(
        { item: { id, file, name }, task: drawnTask, options: drawnOptions, result },
        view,
        signal,
      ),
    [app, id, file, name, drawnTask, drawnOptions, result],
  );
  const drawFrame = useCallback<DrawItem>(
    async (view, signal) => {
      if (!result) throw new Error("a video without a result");
      if (frame.current?.of !== result) {
        const annotate = { options: asOptions(drawnTask, drawnOptions), result };
        const { timestampMs: timeMs } = result.frame;
        const { bitmap } = await app.files.videos.frameAt(file, { timeMs, annotate }, signal);
        frame.current?.bitmap.close();
        frame.current = { of: result, bitmap };
      }
      return partOf(frame.current.bitmap, view);
    },
    [app, file, drawnTask, drawnOptions, result],
  );
  if (isHidden || outcome.at === "failed") return null;
  if (kind === "video") return result ? drawFrame : null;
  return drawPicture;
}

/** The part of a bitmap that a view shows. */
function partOf(bitmap: ImageBitmap, { width, height, placement }: PictureView): ImageBitmap {
  const canvas = new OffscreenCanvas(width, height);
  const { scaleX, scaleY, offsetX, offsetY } = placement;
  canvas
    .getContext("2d")
    ?.drawImage(bitmap, offsetX, offsetY, bitmap.width * scaleX, bitmap.height * scaleY);
  return canvas.transferToImageBitmap();
}
