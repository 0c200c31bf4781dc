/** A picture that the person chose. */
export interface Picture {
  readonly file: File;
  /** `blob:` address to show it with; revoked by `dropPictures`. */
  readonly url: string;
}

/** The pictures among files: by type, and those without a type, which may be pictures. */
export function picturesAmong(files: Iterable<File>): Picture[] {
  return [...files]
    .filter((file) => file.type === "" || file.type.startsWith("image/"))
    .map((file) => ({ file, url: URL.createObjectURL(file) }));
}

/** Frees the memory behind pictures that are no longer shown. */
export function dropPictures(pictures: readonly Picture[]): void {
  for (const { url } of pictures) URL.revokeObjectURL(url);
}

/** Listens for pictures that are dropped on the page or pasted into it; returns how to stop. */
export function receivePictures(
  target: Document,
  onFiles: (files: File[]) => void,
  onDragging: (dragging: boolean) => void,
): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const carriesFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes("Files") ?? false;
  target.addEventListener(
    "dragover",
    (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      onDragging(true);
    },
    { signal },
  );
  target.addEventListener(
    "dragleave",
    (event) => {
      if (event.relatedTarget === null) onDragging(false);
    },
    { signal },
  );
  target.addEventListener(
    "drop",
    (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      onDragging(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    },
    { signal },
  );
  target.addEventListener(
    "paste",
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) onFiles(files);
    },
    { signal },
  );
  return () => ends.abort();
}
