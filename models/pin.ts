import { readFileSync, writeFileSync } from "node:fs";
import type { PreparedFile } from "./prepare-tfjs.ts";
import type { CardFile } from "./read-cards.ts";
import { sha256Of } from "./served-folder.ts";

interface RawFile {
  name: string;
  bytes: number;
  sha256: string;
}

interface RawCard {
  variants: { id: string; files: RawFile[] }[];
  golden: { input: RawFile; expected: RawFile };
}

function pinned({ name, content }: PreparedFile): RawFile {
  return { name, bytes: content.length, sha256: sha256Of(content) };
}

/** Rewrites a card's sizes and hashes from the files themselves. For maintainers, after a meant change. */
export function pinCard(
  { path }: CardFile,
  variants: ReadonlyMap<string, readonly PreparedFile[]>,
  golden: { readonly input: PreparedFile; readonly expected: PreparedFile },
): void {
  const card = JSON.parse(readFileSync(path, "utf8")) as RawCard;
  for (const variant of card.variants) {
    const files = variants.get(variant.id);
    if (files) variant.files = files.map(pinned);
  }
  card.golden.input = pinned(golden.input);
  card.golden.expected = pinned(golden.expected);
  writeFileSync(path, `${JSON.stringify(card, null, 2)}\n`);
}
