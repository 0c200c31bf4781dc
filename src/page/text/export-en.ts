import { bytesInWords } from "./numbers.ts";

/** The words about exports in English; a translation is another file with this shape. */
export const exportEn = {
  title: "Take away",
  words: (files: number) =>
    files === 1
      ? "What was found in 1 file, made on this device."
      : `What was found in ${files} files, made on this device.`,
  format: {
    json: "JSON",
    csv: "CSV table",
    coco: "COCO",
    zip: "Everything, as a ZIP",
  },
  formatWords: {
    json: "Save what was found as JSON",
    csv: "Save what was found as a table",
    coco: "Save what was found in the COCO format",
    zip: "Save pictures with what was found drawn on them, masks and every format as one ZIP",
  },
  running: {
    json: "Writing the JSON",
    csv: "Writing the table",
    coco: "Writing COCO",
    zip: "Packing the ZIP",
  },
  progress: (done: number, total: number) => `${done} of ${total} files`,
  cancel: "Cancel",
  done: (fileName: string, sizeBytes: number) =>
    `Saved ${fileName}, ${bytesInWords(sizeBytes)}. Look among your downloads.`,
  leftOut: (files: readonly string[]) =>
    `Could not be drawn, so there are only the numbers of ${files.join(", ")}.`,
  nameAndWhy: (name: string, why: string) => `${name} (${why})`,
  notLoaded: "another task is chosen now",
  copy: "Copy as JSON",
  copied: "Copied",
  close: "Close",
} as const;
