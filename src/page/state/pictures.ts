import type { Calls, Client, PictureRan, PictureView, SetOptions } from "#protocol";
import type { Size } from "#shared";
import type { OptionsOf, TaskId, TaskResult } from "#tasks";
import type { QueueItem } from "./queue-state.ts";

/** How a picture is drawn. */
export interface PictureLook {
  readonly item: Pick<QueueItem, "id" | "file" | "name">;
  readonly task: TaskId;
  readonly options: OptionsOf<TaskId>;
  /** Null draws the picture alone, unless its task changes it. */
  readonly result: TaskResult | null;
}

/** Pictures from files, decoded and drawn in the worker. Those that decode throw AppError `picture-unreadable`. */
export interface Pictures {
  run(
    look: Omit<PictureLook, "result">,
    how: { readonly thumbnailSide: number; readonly show: boolean; readonly signal: AbortSignal },
  ): Promise<PictureRan>;
  /** Draws on the overlay; null clears it. Answers with the pixels of the picture. */
  show(look: PictureLook | null): Promise<Size | null>;
  /** Draws into a bitmap that its caller closes. */
  draw(look: PictureLook, view: PictureView, signal?: AbortSignal): Promise<ImageBitmap>;
  /** Nothing will be drawn for now: the worker need not hold the last picture. */
  letGo(): void;
}

/** The calls about pictures, over the worker at hand. */
export function createPictures(call: Client<Calls>["call"], isOpen: () => boolean): Pictures {
  return {
    run: ({ item, task, options }, { thumbnailSide, show, signal }) =>
      call(
        "runPicture",
        { ...fileOf(item), options: asOptions(task, options), thumbnailSide, show },
        { signal },
      ),
    async show(look) {
      // No worker shows nothing.
      if (!look) return isOpen() ? call("showPicture", null) : null;
      const { item, task, options, result } = look;
      return call("showPicture", { ...fileOf(item), options: asOptions(task, options), result });
    },
    async draw({ item, task, options, result }, view, signal) {
      const request = { ...fileOf(item), options: asOptions(task, options), result, view };
      return (await call("drawPicture", request, signal ? { signal } : {})).bitmap;
    },
    letGo() {
      if (isOpen()) void call("letPictureGo", undefined).catch(() => undefined);
    },
  };
}

/** A task's options as they cross; that both belong together is their giver's promise. */
export function asOptions(task: TaskId, options: OptionsOf<TaskId>): SetOptions {
  return { task, options } as SetOptions;
}

function fileOf({ id, file, name }: PictureLook["item"]): {
  readonly id: number;
  readonly file: File;
  readonly name: string;
} {
  return { id, file, name };
}
