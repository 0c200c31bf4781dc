import { fetchedAddressHeader, fetchedCache, fetchedNameHeader } from "#shared/fetched-models";

/** Puts a fetched file where the page of the models takes it from, on this device. */
export async function keepFetched(file: Blob, name: string, url: string): Promise<void> {
  const cache = await caches.open(fetchedCache);
  const headers = {
    [fetchedNameHeader]: encodeURIComponent(name),
    [fetchedAddressHeader]: encodeURIComponent(url),
  };
  // A key of this origin's own; nothing is ever asked for by it.
  const key = new URL(`fetched-${Date.now()}`, location.href);
  await cache.put(new Request(key), new Response(file, { headers }));
}
