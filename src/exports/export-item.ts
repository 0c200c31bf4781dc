import type { Size } from "#shared";
import type { TaskId, TaskResult } from "#tasks";

/** One file that was looked at, and what was found in it: what every export is made from. */
export interface ExportItem extends Size {
  /** The file's name, without a folder. */
  readonly file: string;
  readonly kind: "picture" | "video";
  readonly task: TaskId;
  /** A model card's id. */
  readonly model: string;
  readonly variant: string;
  readonly engine: string;
  readonly backend: string;
  /** How long the file took, decoding it included. */
  readonly ms: number;
  /** One for a picture; for a video one for each frame that was looked at, in the order of time. */
  readonly results: readonly TaskResult[];
}

/** What an export says of its making. */
export interface ExportFacts {
  readonly app: { readonly name: string; readonly version: string };
  readonly createdAt: Date;
  /** As little as a reader of `ms` needs to know. */
  readonly device?: { readonly cores: number; readonly isolated: boolean };
}
