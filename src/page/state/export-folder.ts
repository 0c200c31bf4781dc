/** The folder of the site's own file system in which exports grow until they are saved. */
export const exportFolder = "localens-exports";

/** Deletes every export that is still kept here. */
export async function deleteExportFiles(): Promise<void> {
  const root = await navigator.storage?.getDirectory?.();
  // There may be none.
  await root?.removeEntry(exportFolder, { recursive: true }).catch(() => undefined);
}
