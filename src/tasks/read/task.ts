import { defineTask, type ResultBase } from "../task.ts";

/** Corners in source-frame pixels, clockwise from where the line's text begins above. */
export type Quad = readonly [
  readonly [x: number, y: number],
  readonly [x: number, y: number],
  readonly [x: number, y: number],
  readonly [x: number, y: number],
];

/** One line of text. */
export interface ReadLine {
  readonly text: string;
  /** Mean probability of its characters, 0 … 1. */
  readonly score: number;
  readonly quad: Quad;
}

/** What the read task found in one frame, in reading order. */
export interface ReadResult extends ResultBase<"read"> {
  readonly lines: readonly ReadLine[];
}

/** What a person can set for the read task. */
export interface ReadOptions {
  /** Smallest score shown, 0.05 … 0.95. */
  readonly minScore: number;
}

const options: ReadOptions = { minScore: 0.6 };

/** Reads printed text, Chinese and English, in whatever direction it runs. */
export const read = defineTask<ReadResult>()({
  id: "read",
  text: { en: { title: "Read", about: "Reads printed text in Chinese and English." } },
  icon: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 9h8M8 12h8M8 15h5",
  models: { finder: "ppocr-det", orienter: "ppocr-cls", recogniser: "ppocr-rec" },
  options,
});
