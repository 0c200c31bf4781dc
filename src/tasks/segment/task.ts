import type { Box } from "#shared";
import { defineTask, type ResultBase } from "../task.ts";

/** Where people are in a frame. */
export interface PersonMask {
  /** Cells of the mask, which lies stretched over the whole frame. */
  readonly width: number;
  readonly height: number;
  /** The part of the frame that people cover, 0 … 1. */
  readonly coverage: number;
  /**
   * One byte for each cell, row by row: how surely it is a person, 0 … 255. A bare buffer, so that a
   * report in JSON leaves it out.
   */
  readonly alpha: ArrayBuffer;
}

/** Which class lies where, of a model that knows more than people. */
export interface ClassRegions {
  /** Cells of the map, which lies stretched over the whole frame. */
  readonly width: number;
  readonly height: number;
  /** One byte for each cell, row by row: the number of its class. A bare buffer, as of the mask. */
  readonly classIds: ArrayBuffer;
  /** The classes that were found, the background left out, largest first. */
  readonly found: readonly ClassRegion[];
}

/** One class of a map. */
export interface ClassRegion {
  readonly classId: number;
  readonly label: string;
  /** The part of the frame that it covers, 0 … 1. */
  readonly share: number;
}

/** One thing with a shape of its own. */
export interface Instance {
  readonly classId: number;
  readonly label: string;
  /** 0 … 1. */
  readonly score: number;
  /** In source-frame pixels. */
  readonly box: Box;
  /** The part of the frame that it covers, 0 … 1. */
  readonly share: number;
}

/** What the segment task found in one frame. */
export interface SegmentResult extends ResultBase<"segment"> {
  /** People; of a model that knows no people, everything but the background. */
  readonly mask: PersonMask;
  /** Of models that tell more than people from the rest. */
  readonly classes?: ClassRegions;
  /** Of models that tell one thing of a class from the next: each of them, best score first. */
  readonly instances?: readonly Instance[];
}

/** What stands behind the person. */
export type Background = "keep" | "blur" | "colour" | "picture";

/** What a person can set for the segment task. */
export interface SegmentOptions {
  readonly background: Background;
  /** How little is left of a blurred background, 0 … 1. */
  readonly blurAmount: number;
  /** `#rrggbb`; also stands in for the picture until one is chosen. */
  readonly colour: string;
  /** The bytes of a picture file that browsers read, or null before one is chosen. */
  readonly picture: ArrayBuffer | null;
}

const options: SegmentOptions = {
  background: "keep",
  blurAmount: 0.5,
  colour: "#1f6f54",
  picture: null,
};

/** Tells people from what is behind them, and puts something else there. */
export const segment = defineTask<SegmentResult>()({
  id: "segment",
  text: {
    en: {
      title: "Cut out",
      about: "Tells people from what is behind them, and blurs or replaces it if you like.",
    },
  },
  icon: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM5 20c.6-4 3.3-6 7-6s6.4 2 7 6M3 8V3h5M16 3h5v5",
  // The landscape network of the same makers does worse on every measured picture, wide ones too: it has
  // little more than half the work, and is there for who asks for it (`?model=selfie-landscape`).
  models: { person: "selfie-square" },
  composes: ({ background }) => background !== "keep",
  options,
});
