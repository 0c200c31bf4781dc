import { AppError, type ModelCard } from "#shared";

/**
 * Flips one byte of the largest stored file of a variant. The store has no call that damages, so its database
 * is opened beside it, as it is.
 * @throws AppError `internal` where the file is not stored
 */
export async function damageStore(card: ModelCard, variantId: string): Promise<void> {
  const files = card.variants.find(({ id }) => id === variantId)?.files ?? [];
  const [largest] = [...files].sort((a, b) => b.bytes - a.bytes);
  const database = await answered(indexedDB.open("localens"));
  try {
    const chunks = database.transaction("chunks", "readwrite").objectStore("chunks");
    const key = [largest?.sha256 ?? "", 0];
    const stored: unknown = await answered(chunks.get(key));
    if (!(stored instanceof ArrayBuffer)) {
      throw new AppError("internal", { reason: "the model is not stored" });
    }
    const bytes = new Uint8Array(stored);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    await answered(chunks.put(stored, key));
  } finally {
    database.close();
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
