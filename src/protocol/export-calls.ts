import type { Size } from "#shared";
import type { TaskResult } from "#tasks";
import type { AnnotatedPicture } from "./picture-calls.ts";

/** A picture to be saved with what was found drawn on it. */
export interface ExportPicture extends AnnotatedPicture {
  readonly result: TaskResult;
}

/** A picture file made here, without the metadata (places, names, times) of the file that it is made of. */
export interface ExportedPicture {
  readonly blob: Blob;
  readonly extension: "jpg" | "png";
}

/** A mask to be saved as a picture. */
export interface ExportMask {
  readonly mask: Size & {
    /** One byte for each cell, row by row, 0 … 255. */
    readonly alpha: ArrayBuffer;
  };
  /** The size of the picture that the mask lies stretched over. */
  readonly size: Size;
}

/** The calls that make files to take away. */
export interface ExportCalls {
  /**
   * Draws the stored result on its picture, in the pixels that the result is about. Where the options
   * hide or replace something, the loaded task, which must be the result's, looks at the picture once
   * more: it is never drawn as it is. Throws AppError `picture-unreadable`, `engine-failed`.
   */
  exportPicture: [ExportPicture, ExportedPicture];
  /** Makes an 8-bit grey PNG of the picture's size. */
  exportMask: [ExportMask, { readonly blob: Blob }];
}
