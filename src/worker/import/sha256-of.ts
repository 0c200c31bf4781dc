import { createSHA256 } from "hash-wasm";

const pieceBytes = 4 * 2 ** 20;

/** The SHA-256 of a file, 64 hex digits, read piece by piece. */
export async function sha256Of(blob: Blob): Promise<string> {
  const hasher = await createSHA256();
  hasher.init();
  for (let at = 0; at < blob.size; at += pieceBytes) {
    hasher.update(new Uint8Array(await blob.slice(at, at + pieceBytes).arrayBuffer()));
  }
  return hasher.digest();
}
