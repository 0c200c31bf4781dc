import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = "../shared/data";

/** Why a story that needs real pictures is skipped, where they are absent. */
export const noSharedData = "the shared pictures (../shared/data) are not on this machine";

/** True where the shared pictures are. */
export const hasSharedData = existsSync(folder);

/** The path of a shared file. */
export function shared(path: string): string {
  return join(folder, path);
}
