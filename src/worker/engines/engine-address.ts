import type { EngineId } from "#shared";

/** The address of a runtime file that the build copied to `/engines/<engine>/`. */
export function engineAddress(engine: EngineId, file: string): string {
  return new URL(`${import.meta.env.BASE_URL}engines/${engine}/${file}`, globalThis.location.href)
    .href;
}
