import { strFromU8 } from "fflate";

/**
 * Bytes of a file as text that is safe to show and to compare: cut at `mostBytes`, control characters but
 * line ends and tabs left out. It is text and nothing else, whatever it looks like.
 */
export function plainText(bytes: Uint8Array | null | undefined, mostBytes: number): string {
  if (!bytes || bytes.length === 0) return "";
  const text = strFromU8(bytes.length > mostBytes ? bytes.subarray(0, mostBytes) : bytes);
  return withoutControls(text);
}

/** The text without control characters other than line ends and tabs. */
export function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (/[\t\n\r]/.test(character) ? character : ""));
}
