import type { Size } from "#shared";
import type { AppStore } from "./app-state.ts";
import type { Exporter } from "./exporter.ts";
import { exporterOnce } from "./open-exporter.ts";
import { createPictures, type Pictures } from "./pictures.ts";
import { createQueue, type Queue } from "./queue.ts";
import { createItemRun } from "./run-item.ts";
import type { Supervisor } from "./supervisor-parts.ts";
import { createVideos, type Videos } from "./videos.ts";

/** Files of this device: the queue of them, and their pictures and videos in the worker at hand. */
export interface Files {
  readonly queue: Queue;
  readonly pictures: Pictures;
  readonly videos: Videos;
  /** Takes what was found out of the app; the same one each time. */
  exporter(): Promise<Exporter>;
}

/** Connects the queue with the worker; `onShown` tells the pixels of the picture in the live view. */
export function createFiles(
  store: AppStore,
  { call, isOpen }: Pick<Supervisor, "call" | "isOpen">,
  events: { onShown(size: Size): void; onWake(): void },
): Files {
  const pictures = createPictures(call, isOpen);
  const videos = createVideos(call);
  const runItem = createItemRun(pictures, videos);
  return {
    queue: createQueue({ store, runItem, pictures, ...events }),
    pictures,
    videos,
    exporter: exporterOnce(store, call, videos),
  };
}
