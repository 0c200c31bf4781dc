import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/**
 * The path of a file in an installed npm package, also where the package's `exports` would hide it.
 * @throws Error when it is not installed.
 */
export function packageFile(packageName: string, path: string): string {
  const file = (require.resolve.paths(packageName) ?? [])
    .map((folder) => join(folder, packageName, path))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new Error(`${packageName}/${path} is not installed: run "npm ci" first.`);
  }
  return file;
}
