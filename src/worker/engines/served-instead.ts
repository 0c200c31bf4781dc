import { AppError } from "#shared";

/** The first bytes of every wasm file: `\0asm`. */
const magic = [0x00, 0x61, 0x73, 0x6d];

/**
 * Looks at what an address of a wasm file or a script really serves; HTML instead is a classic of static
 * hosts. Says what is wrong, naming the address, or nothing when the file is fine.
 * @throws AppError `offline`, `download-failed` when nothing is served at all
 */
export async function servedInstead(
  address: string,
  wanted: "wasm" | "script" = "wasm",
): Promise<string | undefined> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: "same-origin" });
  } catch (cause) {
    throw new AppError("offline", { url: address, receivedBytes: 0, totalBytes: 0 }, { cause });
  }
  if (!response.ok) {
    throw new AppError("download-failed", { url: address, status: response.status });
  }
  const type = response.headers.get("Content-Type") ?? "no type";
  const start = new Uint8Array(await response.arrayBuffer()).subarray(0, 4);
  // Browsers run a script only if it is served as one.
  const isScript = /^(text|application)\/javascript/.test(type);
  const isWasm = magic.every((byte, index) => start[index] === byte);
  if (wanted === "wasm" ? isWasm : isScript) return undefined;
  const bytes = [...start].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `${address} is not ${wanted === "wasm" ? "wasm" : "a script"}: served as ${type}, starting with ${bytes}`;
}
