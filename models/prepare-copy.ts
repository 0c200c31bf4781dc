import { readFile } from "node:fs/promises";
import { packageFile } from "./package-file.ts";
import type { PreparedFile } from "./prepare-tfjs.ts";

/** Prepares a model that is one file of an npm package and is served as it is. */
export async function prepareCopy(
  packageName: string,
  path: string,
  name: string,
): Promise<readonly PreparedFile[]> {
  return [{ name, content: await readFile(packageFile(packageName, path)) }];
}
