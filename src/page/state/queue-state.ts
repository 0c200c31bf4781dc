import type { FileNote, SessionReport } from "#protocol";
import type { AppError, Size } from "#shared";
import type { OptionsOf, TaskId, TaskResult } from "#tasks";

/** What made a result: the session that ran. */
export type SessionFacts = Pick<SessionReport, "task" | "model" | "variant" | "engine" | "backend">;

/** What became of a file of the queue. */
export type ItemOutcome =
  | { readonly at: "waiting" }
  /** `progress` is 0 … 1 through a video, and 0 for a picture. */
  | { readonly at: "running"; readonly progress: number }
  | {
      readonly at: "done";
      /** One for a picture; one for each frame that was looked at, in the order of time, for a video. */
      readonly results: readonly TaskResult[];
      /** How long the file took, decoding it included. */
      readonly ms: number;
      readonly facts: SessionFacts;
      /** The very options that it was run with. */
      readonly options: OptionsOf<TaskId>;
      readonly notes: readonly FileNote[];
    }
  | { readonly at: "failed"; readonly error: AppError };

/** What a file is run as. */
export type FileKind = "picture" | "video";

/** A small picture of a file with its result drawn on it, made by the worker. */
export interface Thumbnail {
  readonly blob: Blob;
  readonly size: Size;
  /** What it was made with: it is shown only where these still allow it. */
  readonly task: TaskId;
  readonly options: OptionsOf<TaskId>;
}

/** One file of the queue and what became of it. */
export interface QueueItem {
  /** Unique in this visit. */
  readonly id: number;
  readonly name: string;
  readonly kind: FileKind;
  readonly file: File;
  /** The pixels that results are about; unknown before the first run. */
  readonly size?: Size;
  /** Survives a new run, as what was seen before. */
  readonly thumbnail?: Thumbnail;
  readonly outcome: ItemOutcome;
}

/** The files that a person chose, in their order: the one truth of the Files place and of live pictures. */
export interface QueueState {
  readonly items: readonly QueueItem[];
  /** The item that the live view shows. */
  readonly shownId: number | null;
  /** The person stopped it: what waits stays waiting. */
  readonly stopped: boolean;
  /** Files of a dropped folder that are neither pictures nor videos. */
  readonly leftOut: number;
  /** Of a video every n-th frame is looked at. */
  readonly everyNth: number;
}

/** How many items stand where. */
export interface QueueCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Waiting or running. */
  readonly left: number;
}

/** A queue without files. */
export const emptyQueue: QueueState = {
  items: [],
  shownId: null,
  stopped: false,
  leftOut: 0,
  everyNth: 3,
};

/** Counts the items of a queue by what became of them. */
export function countsOf({ items }: QueueState): QueueCounts {
  let done = 0;
  let failed = 0;
  for (const { outcome } of items) {
    if (outcome.at === "done") done += 1;
    else if (outcome.at === "failed") failed += 1;
  }
  return { total: items.length, done, failed, left: items.length - done - failed };
}

/** Whether what was found still is what the chosen task and its options would find. */
export function isCurrent(
  made: { readonly task: TaskId; readonly options: OptionsOf<TaskId> },
  task: TaskId,
  options: OptionsOf<TaskId>,
): boolean {
  return made.task === task && made.options === options;
}

/** Whether something waits that nobody stopped. */
export function isWaiting({ items, stopped }: QueueState): boolean {
  return !stopped && items.some(({ outcome }) => outcome.at === "waiting");
}
