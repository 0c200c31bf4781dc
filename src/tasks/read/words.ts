import type { ReadResult } from "./task.ts";
import { readText } from "./text.ts";

/** Longest text in the one line of words, in characters. */
const longest = 60;

/** All lines as text, one below the other. */
export function plainText({ lines }: ReadResult): string {
  return lines.map(({ text }) => text).join("\n");
}

/** The result in one line: "3 lines: Open every day · from 9 to 17 · …"; empty when nothing was read. */
export function words(result: ReadResult): string {
  const { lines } = result;
  if (lines.length === 0) return "";
  const all = lines.map(({ text }) => text).join(" · ");
  const letters = [...all];
  const shown = letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : all;
  return `${readText.en.lines(lines.length)}: ${shown}`;
}

/** The result for a screen reader: how many lines, and the whole text; empty when nothing was read. */
export function spoken({ lines }: ReadResult): string {
  if (lines.length === 0) return "";
  return `${readText.en.lines(lines.length)}. ${lines.map(({ text }) => text).join(". ")}`;
}
