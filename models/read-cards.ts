import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type ProvedCard, parseCard, reasonOf } from "#shared";

/** The folder that holds the cards. */
export const modelsFolder = import.meta.dirname;

/** A card and the file that it was read from. */
export interface CardFile {
  /** The file's name without `.json`. */
  readonly name: string;
  readonly path: string;
  readonly card: ProvedCard;
}

/**
 * Reads every card from disk, for scripts and tests in Node.
 * @throws Error naming the card that cannot be read.
 */
export function readCards(): readonly CardFile[] {
  return readdirSync(modelsFolder)
    .filter((file) => file.endsWith(".json") && !file.startsWith("tsconfig"))
    .sort()
    .map((file) => {
      const path = join(modelsFolder, file);
      try {
        const card = parseCard(JSON.parse(readFileSync(path, "utf8")));
        return { name: basename(file, ".json"), path, card };
      } catch (cause) {
        throw new Error(`models/${file}: ${reasonOf(cause)}`, { cause });
      }
    });
}
