import { collectDropped } from "./dropped-files.ts";

/** Listens for files that are dropped on the page, folders included, or pasted into it; returns how to stop. */
export function receiveFiles(
  target: Document,
  onFiles: (files: readonly File[], fromFolders: readonly File[]) => void,
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
      if (!event.dataTransfer) return;
      void collectDropped(event.dataTransfer).then((dropped) =>
        onFiles(dropped.files, dropped.fromFolders),
      );
    },
    { signal },
  );
  target.addEventListener(
    "paste",
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) onFiles(files, []);
    },
    { signal },
  );
  return () => ends.abort();
}
