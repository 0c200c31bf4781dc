import type { Size } from "#shared";

/** The size and capture time of the frame that a result is about. */
export interface FrameInfo extends Size {
  /** Milliseconds on the source's own clock. */
  readonly timestampMs: number;
  /** Nobody waits for this frame, as for one of a video that is copied: what is rare in live frames may be usual. */
  readonly unhurried?: true;
}

/** What every result has: the task that found it and the frame it was found in. */
export interface ResultBase<Id extends string> {
  readonly task: Id;
  readonly frame: FrameInfo;
}

/** The words of a task, one entry per language. */
export interface TaskText {
  readonly title: string;
  /** One sentence: what the task sees. */
  readonly about: string;
}

/** What a task is, as plain data: what its `task.ts` exports. */
export interface TaskDefinition<Id extends string, Options extends object, Result> {
  readonly id: Id;
  readonly text: { readonly en: TaskText };
  /** SVG path data on a 24 × 24 grid, drawn as a 2-px line. */
  readonly icon: string;
  /** The model of each role that `run.ts` names, by card id. */
  readonly models: Readonly<Record<string, string>>;
  /** No smaller model may take the first one's place unasked: it would see less than the task promises. */
  readonly keepsModel?: true;
  /**
   * The role of the model that a person brings, where none of its kind is shipped: the task is offered
   * once there is one.
   */
  readonly brought?: string;
  /** The options a person can set, with their defaults. */
  readonly options: Options;
  /**
   * Whether, under these options, the worker draws the frame itself, changed (`compose` of `draw.ts`).
   * Then it is shown nowhere else: not before its result is known, and not under the overlay.
   */
  readonly composes?: (options: Options) => boolean;
  /** Never set: carries the result's type. */
  readonly result?: Result;
}

/** Declares a task; its options' types are read off the defaults. */
export function defineTask<Result extends ResultBase<string>>() {
  return <const Id extends Result["task"], Options extends object>(
    definition: Omit<TaskDefinition<Id, Options, Result>, "result">,
  ): TaskDefinition<Id, Options, Result> => definition;
}
