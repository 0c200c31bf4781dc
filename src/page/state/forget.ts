import { deleteStore } from "#store";
import { forgetStart } from "../head-start.ts";
import { deleteExportFiles } from "./export-folder.ts";

/** Deletes everything that this site keeps on the device, and starts as on a first visit. */
export async function forgetEverything(closeWorker: () => void): Promise<void> {
  // The worker writes to the database; a database in use is not deleted.
  closeWorker();
  forgetStart();
  await deleteStore().catch(() => undefined);
  await deleteExportFiles().catch(() => undefined);
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    await each.unregister();
  }
  location.replace(location.pathname);
}
