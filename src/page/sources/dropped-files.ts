/** Files that were dropped or pasted; those of a folder come apart, for what else lies in it is no mistake. */
export interface DroppedFiles {
  readonly files: readonly File[];
  readonly fromFolders: readonly File[];
}

/**
 * Collects what was dropped, folders with all that lies in them. To be called while the event runs: its
 * entries are gone afterwards. A folder or file that cannot be read is skipped.
 */
export function collectDropped(data: DataTransfer): Promise<DroppedFiles> {
  const files: File[] = [];
  const folders: FileSystemDirectoryEntry[] = [];
  for (const item of data.items) {
    const entry = item.webkitGetAsEntry?.();
    const file = item.getAsFile();
    if (entry && isFolder(entry)) folders.push(entry);
    else if (file) files.push(file);
  }
  return Promise.all(folders.map(filesIn)).then((lists) => ({ files, fromFolders: lists.flat() }));
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const found: File[] = [];
  for (;;) {
    // It hands out a hundred at a time, and nothing at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (entries.length === 0) return found;
    const lists = await Promise.all(
      entries.map((entry) =>
        isFolder(entry) ? filesIn(entry) : fileOf(entry as FileSystemFileEntry),
      ),
    );
    for (const list of lists) found.push(...list);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File[]> {
  return new Promise((resolve) =>
    entry.file(
      (file) => resolve([file]),
      () => resolve([]),
    ),
  );
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
