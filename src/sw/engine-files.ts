/** One file of the build, as the build lists it. */
export interface ManifestEntry {
  readonly url: string;
  /** Null where the name has a hash. */
  readonly revision: string | null;
}

/** The engines' code and runtime files, which are kept only once they are used. */
export interface EngineFiles {
  /** The kept copy of an engine file, if it is one and is kept. */
  answer(request: Request): Promise<Response | undefined>;
  /**
   * Keeps those files of an engine that are among `addresses`; all of its code where the browser names
   * none of it there (some do not time imported modules).
   */
  keep(engine: string, addresses: readonly string[]): Promise<void>;
  /** Deletes kept files that this build no longer has. */
  prune(): Promise<void>;
}

const cacheName = "localens-engines";

/** The engine that a file of the build belongs to, if any. */
export function engineOf(url: string): string | undefined {
  return /^(?:assets\/engine-([a-z0-9]+)-|engines\/([a-z0-9]+)\/)/
    .exec(url)
    ?.slice(1)
    .find(Boolean);
}

/** Describes the engine files of this build; nothing is fetched until `keep`. */
export function engineFiles(entries: readonly ManifestEntry[], scope: string): EngineFiles {
  // Runtime files keep their names from build to build: the revision tells their bytes apart.
  const keys = new Map(
    entries.map(({ url, revision }) => {
      const address = new URL(url, scope).href;
      return [address, revision === null ? address : `${address}?revision=${revision}`];
    }),
  );
  return {
    async answer(request) {
      const key = keys.get(request.url);
      if (key === undefined) return undefined;
      return await (await caches.open(cacheName)).match(key);
    },
    async keep(engine, addresses) {
      const cache = await caches.open(cacheName);
      const files = entries.filter(({ url }) => engineOf(url) === engine);
      const isUsed = ({ url }: ManifestEntry): boolean =>
        addresses.includes(new URL(url, scope).href);
      const isCode = ({ url }: ManifestEntry): boolean => url.startsWith("assets/");
      const codeIsTimed = files.some((file) => isCode(file) && isUsed(file));
      for (const file of files) {
        const address = new URL(file.url, scope).href;
        const key = keys.get(address);
        const wanted = isUsed(file) || (isCode(file) && !codeIsTimed);
        if (key === undefined || !wanted || (await cache.match(key))) continue;
        const response = await fetch(address);
        if (!response.ok) throw new Error(`${address} answered ${response.status}`);
        await cache.put(key, response);
      }
    },
    async prune() {
      const cache = await caches.open(cacheName);
      const wanted = new Set(keys.values());
      for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
    },
  };
}
