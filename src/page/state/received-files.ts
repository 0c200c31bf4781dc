import { AppError, reasonOf, receivedCache, receivedNameHeader, receivedTimeHeader } from "#shared";
import type { Flags } from "../flags.ts";

/** A file that the OS opens with the app, as `launchQueue` gives it. */
interface LaunchedFile {
  getFile(): Promise<File>;
}

/** What the OS started the app with: https://wicg.github.io/web-app-launch/ */
interface LaunchParams {
  readonly files?: readonly LaunchedFile[];
}

/** The queue of starts, where the browser has it (installed, Chromium). */
interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

/** Who takes files that come from outside. */
export interface ReceivedFilesEvents {
  onFiles(files: readonly File[]): void;
  onLost(error: AppError<"received-lost">): void;
}

/** Takes files that another app shared, and those that the OS opens with this one, now and later. */
export function takeReceivedFiles(
  { received }: Pick<Flags, "received">,
  { onFiles, onLost }: ReceivedFilesEvents,
): void {
  const take = (files: Promise<readonly File[]>): void =>
    void files.then(
      (taken) => {
        if (taken.length > 0) onFiles(taken);
      },
      (cause) => onLost(new AppError("received-lost", { reason: reasonOf(cause) }, { cause })),
    );
  if (received === "waiting") take(sharedFiles());
  if (received === "lost") {
    onLost(new AppError("received-lost", { reason: "the service worker could not keep them" }));
  }
  if (received) forgetFlag();
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => take(Promise.all(files.map(openLaunched))));
}

function openLaunched(file: LaunchedFile): Promise<File> {
  return file.getFile();
}

/** Every file that the service worker kept, oldest first; from now on they are nobody else's. */
async function sharedFiles(): Promise<File[]> {
  const cache = await caches.open(receivedCache);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const file = response && (await fileOf(response));
    // Another tab may be taking them too: whoever deletes one has it.
    if (file && (await cache.delete(request))) files.push(file);
  }
  return files;
}

async function fileOf(response: Response): Promise<File> {
  const name = decodeURIComponent(response.headers.get(receivedNameHeader) ?? "");
  const lastModified = Number(response.headers.get(receivedTimeHeader)) || Date.now();
  const type = response.headers.get("Content-Type") ?? "";
  return new File([await response.blob()], name || "file", {
    // What the service worker said of files without a type.
    type: type === "application/octet-stream" ? "" : type,
    lastModified,
  });
}

/** A reload must not look for them again. */
function forgetFlag(): void {
  const here = new URL(location.href);
  here.searchParams.delete("received");
  history.replaceState(history.state, "", here);
}
