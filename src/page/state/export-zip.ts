import {
  cocoDataset,
  cocoDetections,
  cocoKeypoints,
  type ExportFacts,
  resultsCsv,
  resultsJson,
  splitName,
  type ZipWriter,
} from "#exports";
import type { Calls, Client, SetOptions } from "#protocol";
import { AppError } from "#shared";
import type { TaskId } from "#tasks";
import { exportOf } from "#tasks/exports";
import { type DoneItem, exportItemOf } from "./export-items.ts";
import type { Videos } from "./videos.ts";

/** What makes the pictures and videos of a ZIP. */
export interface ZipMakers {
  readonly call: Client<Calls>["call"];
  readonly videos: Pick<Videos, "copy">;
  /** The options under which an item is drawn; `composes` where they hide or replace something. */
  drawOptions(item: DoneItem): { readonly options: SetOptions; readonly composes: boolean };
  /** Waits until the task is loaded, if it is on its way; false where it is not. */
  isLoaded(task: TaskId, signal: AbortSignal): Promise<boolean>;
}

/** How a ZIP is getting on. */
export interface ZipProgress {
  /** Files of the queue that are in. */
  readonly done: number;
  readonly total: number;
  /** 0 … 1, videos by their frames. */
  readonly part: number;
}

/** A file that could not be drawn; what was found in it is in the ZIP all the same. */
export interface LeftOut {
  readonly name: string;
  /** Absent where its task is not the one that is loaded. */
  readonly error?: AppError;
}

/**
 * Writes everything that was found, and everything that was looked at with it drawn on: `results.json`,
 * `results.csv`, `coco/`, `pictures/`, `masks/`, `videos/`.
 * @returns the files that could not be drawn
 * @throws AppError `export-full`, `export-too-large`; the platform's `AbortError`
 */
export async function writeZip(
  zip: ZipWriter,
  items: readonly DoneItem[],
  facts: ExportFacts,
  makers: ZipMakers,
  onProgress: (progress: ZipProgress) => void,
  signal: AbortSignal,
): Promise<readonly LeftOut[]> {
  const found = items.map(exportItemOf);
  await zip.add("", "results.json", resultsJson(found, facts), true);
  await zip.add("", "results.csv", resultsCsv(found), true);
  await zip.add("coco", "dataset.json", cocoDataset(found, facts), true);
  await zip.add("coco", "detections.json", cocoDetections(found), true);
  await zip.add("coco", "keypoints.json", cocoKeypoints(found), true);
  const leftOut: LeftOut[] = [];
  for (const [done, item] of items.entries()) {
    const tell = (part: number): void =>
      onProgress({ done, total: items.length, part: (done + part) / items.length });
    tell(0);
    signal.throwIfAborted();
    const make = item.kind === "video" ? addVideo : addPicture;
    const left = await make(zip, item, makers, tell, signal);
    if (left) leftOut.push(left);
  }
  await zip.finish();
  return leftOut;
}

/** Adds what is drawn of an item, or tells that it is left out. */
type AddItem = (
  zip: ZipWriter,
  item: DoneItem,
  makers: ZipMakers,
  tell: (part: number) => void,
  signal: AbortSignal,
) => Promise<LeftOut | null>;

const addPicture: AddItem = async (zip, item, makers, tell, signal) => {
  const { id, file, name } = item;
  const [result] = item.outcome.results;
  if (!result) return { name };
  const { stem } = splitName(name);
  const { width, height } = result.frame;
  const mask = exportOf(result.task).mask?.(result);
  if (mask) {
    const request = { mask, size: { width, height } };
    const made = await makers.call("exportMask", request, { signal });
    await zip.add("masks", `${stem}.png`, partsOf(made.blob), false);
  }
  tell(0.3);
  const { options, composes } = makers.drawOptions(item);
  if (composes && !(await makers.isLoaded(options.task, signal))) return { name };
  const made = await orError(() =>
    makers.call("exportPicture", { id, file, name, options, result }, { signal }),
  );
  if (made instanceof AppError) return { name, error: made };
  await zip.add("pictures", `${stem}.${made.extension}`, partsOf(made.blob), false);
  return null;
};

const addVideo: AddItem = async (zip, item, makers, tell, signal) => {
  const { file, name } = item;
  const { options } = makers.drawOptions(item);
  // Every frame is looked at again: those between the ones that were have no result yet.
  if (!(await makers.isLoaded(options.task, signal))) return { name };
  const onUpdate: Parameters<Videos["copy"]>[2] = ({ progress: { framesDone, framesTotal } }) =>
    tell(framesTotal > 0 ? framesDone / framesTotal : 0);
  const made = await orError(() =>
    makers.videos.copy(file, { options, withAudio: false }, onUpdate, signal),
  );
  if (made instanceof AppError) return { name, error: made };
  const path = `${splitName(name).stem}.${made.extension}`;
  await zip.add("videos", path, partsOf(made.blob), false);
  return null;
};

/** One file that cannot be drawn does not stop the rest; a worker that was lost gets one more chance. */
async function orError<T>(make: () => Promise<T>): Promise<T | AppError> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code !== "worker-lost" || tries === 2) return error;
    }
  }
}

const partBytes = 2 ** 20;

/** A blob's bytes, a piece at a time: it may lie on the disk. */
async function* partsOf(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += partBytes) {
    yield new Uint8Array(await blob.slice(at, at + partBytes).arrayBuffer());
  }
}
