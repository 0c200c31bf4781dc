import type { SessionReport, VideoFrameResult } from "#protocol";
import { AppError, isAbort } from "#shared";
import type { OptionsOf, TaskId } from "#tasks";
import { asOptions, type Pictures } from "./pictures.ts";
import type { QueueItem, SessionFacts, Thumbnail } from "./queue-state.ts";
import type { Videos } from "./videos.ts";

/** How an item of the queue is run. */
export interface HowToRun {
  readonly task: TaskId;
  readonly options: OptionsOf<TaskId>;
  readonly session: SessionReport;
  /** Of a video, every how many-th frame. */
  readonly everyNth: number;
  /** A picture is shown in the live view when it is done. */
  readonly show: boolean;
  readonly signal: AbortSignal;
  /** 0 … 1 through a video. */
  onProgress(progress: number): void;
}

/** What a run changes of its item. */
export type ItemRan = Pick<QueueItem, "outcome" | "size" | "thumbnail">;

/** Runs one item; rejects with what is wrong with it, with an abort, or with the loss of the worker. */
export type ItemRun = (item: QueueItem, how: HowToRun) => Promise<ItemRan>;

/** The longer side of small pictures, in pixels: a tile on a sharp screen. */
const thumbnailSide = 360;

/** Creates the run of items over the calls of pictures and videos. */
export function createItemRun(
  pictures: Pick<Pictures, "run">,
  videos: Pick<Videos, "run" | "frameAt">,
): ItemRun {
  return async (item, how) =>
    item.kind === "video" ? runVideo(item, how, videos) : runPicture(item, how, pictures);
}

/** Whether an item that ended so may be run again by itself: it was stopped, or its worker was. */
export function isInterrupted(error: unknown): boolean {
  return isAbort(error) || AppError.is(error, "worker-lost");
}

async function runPicture(
  item: QueueItem,
  { task, options, session, show, signal }: HowToRun,
  pictures: Pick<Pictures, "run">,
): Promise<ItemRan> {
  const { result, size, notes, tookMs, thumbnail } = await pictures.run(
    { item, task, options },
    { thumbnailSide, show, signal },
  );
  return {
    outcome: {
      at: "done",
      results: [result],
      ms: tookMs,
      facts: factsOf(session),
      options,
      notes,
    },
    size,
    ...(thumbnail && { thumbnail: { ...thumbnail, task, options } }),
  };
}

async function runVideo(
  item: QueueItem,
  { task, options, session, everyNth, signal, onProgress }: HowToRun,
  videos: Pick<Videos, "run" | "frameAt">,
): Promise<ItemRan> {
  const found: VideoFrameResult[] = [];
  const { facts, tookMs } = await videos.run(
    item.file,
    { options: asOptions(task, options), everyNth },
    ({ results, progress: { framesDone, framesTotal } }) => {
      found.push(...results);
      onProgress(framesTotal > 0 ? framesDone / framesTotal : 0);
    },
    signal,
  );
  const thumbnail = await videoThumbnail(item, { task, options, signal }, found, videos);
  return {
    outcome: {
      at: "done",
      results: found.map(([, result]) => result),
      ms: tookMs,
      facts: factsOf(session),
      options,
      notes: [],
    },
    size: { width: facts.width, height: facts.height },
    ...(thumbnail && { thumbnail }),
  };
}

/** The frame in the middle, with what was found in it. */
async function videoThumbnail(
  item: QueueItem,
  { task, options, signal }: Pick<HowToRun, "task" | "options" | "signal">,
  found: readonly VideoFrameResult[],
  videos: Pick<Videos, "frameAt">,
): Promise<Thumbnail | undefined> {
  const [timeMs, result] = found[Math.floor(found.length / 2)] ?? [];
  if (timeMs === undefined || !result) return undefined;
  const annotate = { options: asOptions(task, options), result };
  const { bitmap } = await videos.frameAt(
    item.file,
    { timeMs, annotate, longestSide: thumbnailSide },
    signal,
  );
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  return { blob, size: { width, height }, task, options };
}

function factsOf({ task, model, variant, engine, backend }: SessionReport): SessionFacts {
  return { task, model, variant, engine, backend };
}
