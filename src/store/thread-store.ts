import { openStore, type Store } from "./store.ts";

let opening: Promise<Store> | undefined;

/**
 * This thread's store, opened at the first call and kept: its connection opens again by itself when it is
 * lost. A store that could not be opened is tried again at the next call.
 * @throws AppError `storage-unavailable`
 */
export function threadStore(): Promise<Store> {
  opening ??= openStore().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}
