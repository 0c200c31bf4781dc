import type { PinnedFile } from "#shared";
import { sha256Of } from "./served-folder.ts";

/**
 * Checks a file's bytes against what its card pins.
 * @throws Error naming card, file, what the card expects and what came.
 */
export function verifyFile(cardId: string, pinned: PinnedFile, content: Uint8Array): void {
  const sha256 = sha256Of(content);
  if (content.length === pinned.bytes && sha256 === pinned.sha256) return;
  throw new Error(
    [
      `models/${cardId}.json does not match its file ${pinned.name}:`,
      `  expected ${pinned.bytes} bytes, sha256 ${pinned.sha256}`,
      `  got      ${content.length} bytes, sha256 ${sha256}`,
      `If the change is meant, run "npm run models -- --pin" and look at what it changes in the card.`,
    ].join("\n"),
  );
}
