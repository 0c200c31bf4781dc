import type { HealedTrouble } from "#protocol";
import { AppError, type PinnedFile } from "#shared";
import { type ModelStore, threadStore } from "#store";
import { type DownloadPlatform, downloadModel } from "./model-download.ts";
import { openModelSink } from "./model-sink.ts";

/** How files are asked for. */
export interface FetchFilesOptions {
  readonly signal: AbortSignal;
  /** All files together; `cachedBytes` of `loadedBytes` were stored before. */
  onProgress?(loadedBytes: number, totalBytes: number, cachedBytes: number): void;
  /** The store or the network is not as it should be; it goes on all the same. */
  onTrouble?(kind: HealedTrouble): void;
}

/** Verified files. */
export interface FetchedFiles {
  /** By the names of the card. */
  readonly files: ReadonlyMap<string, ArrayBuffer>;
  /** False when at least one file could not be stored: it will be downloaded again next time. */
  readonly kept: boolean;
}

/** What fetching files needs of the platform. */
export interface ModelFilesPlatform extends DownloadPlatform {
  /** @throws AppError `storage-unavailable` */
  openModels(): Promise<ModelStore>;
  /** Runs `work` while no other tab does so for the same name. */
  exclusively<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  url(file: PinnedFile): string;
  readonly onTrouble?: ((kind: HealedTrouble) => void) | undefined;
}

/** The browser's own. */
export const browserFiles: ModelFilesPlatform = {
  fetch: (url, init) => fetch(url, init),
  pause,
  stallMs: 30_000,
  openModels: async () => (await threadStore()).models,
  // Without Web Locks the store's writer refuses the second tab, which then runs from memory.
  exclusively: async (name, signal, work) =>
    "locks" in navigator ? await navigator.locks.request(name, { signal }, work) : work(),
  url: (file) =>
    new URL(`${import.meta.env.BASE_URL}models/${file.sha256}`, self.location.href).href,
};

/**
 * Brings files from this device's store, else from the network into it. A file is handed over only
 * after its length and SHA-256 matched the card. Without room or without storage it goes on in memory.
 * @throws AppError `offline`, `download-failed`, `download-corrupt`, or the platform's `AbortError`
 */
export async function fetchFiles(
  files: readonly PinnedFile[],
  { signal, onProgress, onTrouble }: FetchFilesOptions,
  platform: ModelFilesPlatform = browserFiles,
): Promise<FetchedFiles> {
  signal.throwIfAborted();
  const models = await platform.openModels().catch(() => undefined);
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const fetched = new Map<string, ArrayBuffer>();
  let loadedBefore = 0;
  let cachedBefore = 0;
  let kept = true;
  for (const file of files) {
    const found = await platform.exclusively(`localens-model-${file.sha256}`, signal, () =>
      fetchFile(file, models, { ...platform, onTrouble }, signal, (loadedBytes, cachedBytes) => {
        onProgress?.(loadedBefore + loadedBytes, totalBytes, cachedBefore + cachedBytes);
      }),
    );
    fetched.set(file.name, found.bytes);
    loadedBefore += file.bytes;
    cachedBefore += found.cachedBytes;
    kept &&= found.kept;
  }
  return { files: fetched, kept };
}

interface FoundFile {
  readonly bytes: ArrayBuffer;
  readonly cachedBytes: number;
  readonly kept: boolean;
}

async function fetchFile(
  file: PinnedFile,
  models: ModelStore | undefined,
  platform: ModelFilesPlatform,
  signal: AbortSignal,
  onProgress: (loadedBytes: number, cachedBytes: number) => void,
): Promise<FoundFile> {
  const sink = await openModelSink(file, models, platform.onTrouble);
  const url = platform.url(file);
  for (;;) {
    signal.throwIfAborted();
    const tell = (): void => onProgress(sink.receivedBytes, sink.cachedBytes);
    tell();
    await downloadModel(file, url, sink, platform, signal, tell);
    if (await sink.verify()) {
      return { bytes: sink.buffer, cachedBytes: sink.cachedBytes, kept: sink.kept };
    }
    // Bytes that were stored before may be the broken ones: fetch it all once before giving up.
    const fresh = sink.cachedBytes === 0;
    if (!fresh) platform.onTrouble?.("store-corrupt");
    await sink.restart();
    if (fresh)
      throw new AppError("download-corrupt", { url, reason: "its SHA-256 does not match" });
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
