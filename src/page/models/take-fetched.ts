import type { BroughtFrom, GivenFile } from "#protocol";
import { fetchedAddressHeader, fetchedCache, fetchedNameHeader } from "#shared";

/** A model that was fetched by address, handed over by the document that fetched it. */
export interface FetchedModel {
  readonly file: GivenFile;
  readonly from: BroughtFrom;
}

/** Takes the newest fetched model, once; older ones, left by tabs that closed meanwhile, are let go. */
export async function takeFetched(): Promise<FetchedModel | undefined> {
  if (!("caches" in globalThis) || !(await caches.has(fetchedCache))) return undefined;
  const cache = await caches.open(fetchedCache);
  const newest = (await cache.keys()).at(-1);
  const response = newest && (await cache.match(newest));
  if (!response) return undefined;
  const told = (header: string): string => decodeURIComponent(response.headers.get(header) ?? "");
  const blob = await response.blob();
  await caches.delete(fetchedCache);
  const name = told(fetchedNameHeader) || "model";
  return { file: { name, blob }, from: { kind: "address", url: told(fetchedAddressHeader) } };
}
