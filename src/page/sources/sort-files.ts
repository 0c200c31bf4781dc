import type { FileKind } from "../state/queue-state.ts";

/** A chosen file and what it will be run as. */
export interface SortedFile {
  readonly file: File;
  readonly kind: FileKind;
}

/** Endings of video files that some systems give no type. */
const videoEnding = /\.(mp4|m4v|mov|webm|mkv|ogv|avi|3gp|mpe?g|mts|m2ts)$/i;
const pictureEnding =
  /\.(jpe?g|jfif|png|apng|gif|webp|bmp|avif|ico|heic|heif|tiff?|jxl|psd|svg|dng|cr2|nef|arw)$/i;

/**
 * Sorts files that a person chose one by one: a video where type or ending say so, else a picture. What is
 * neither becomes a picture too: running it tells what it really is.
 */
export function sortChosen(files: Iterable<File>): SortedFile[] {
  return [...files].map((file) => ({ file, kind: isVideo(file) ? "video" : "picture" }));
}

/** Sorts the files of a folder, in the order of their names; what is neither picture nor video is left out. */
export function sortFolder(files: Iterable<File>): {
  readonly sorted: SortedFile[];
  readonly leftOut: number;
} {
  const all = [...files];
  const fit = all.filter(
    (file) => !file.name.startsWith(".") && (isVideo(file) || isPicture(file)),
  );
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  fit.sort((a, b) => compare(pathOf(a), pathOf(b)));
  return { sorted: sortChosen(fit), leftOut: all.length - fit.length };
}

function isVideo({ type, name }: File): boolean {
  return type.startsWith("video/") || (type === "" && videoEnding.test(name));
}

function isPicture({ type, name }: File): boolean {
  return type.startsWith("image/") || pictureEnding.test(name);
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}
