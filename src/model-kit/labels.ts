import { strToU8 } from "fflate";
import { limits } from "./limits.ts";
import { refuse } from "./refuse.ts";
import { plainText, withoutControls } from "./text.ts";
import { guardJson } from "./tfjs/guard-json.ts";

/**
 * Labels of a `labels.txt` (one a line; a leading number as in `0 person` or `0: person` goes) or of JSON
 * (a list of texts or of `{ name }`, or an object from numbers to texts, either way round).
 * @throws AppError `model-refused` with `bad-labels`
 */
export function readLabels(file: string, bytes: Uint8Array): readonly string[] {
  if (bytes.length > limits.labelBytes)
    refuse("bad-labels", file, `${bytes.length} bytes of labels`);
  if (bytes.includes(0)) refuse("bad-labels", file, "it is not text");
  const text = plainText(bytes, limits.labelBytes).replace(/^\uFEFF/, "");
  const labels = /^\s*[[{]/.test(text) ? fromJson(file, text) : fromLines(text);
  if (labels.length === 0) refuse("bad-labels", file, "it has no labels");
  if (labels.length > limits.labels) refuse("bad-labels", file, `${labels.length} labels`);
  return labels.map(tidy);
}

function tidy(label: string): string {
  return withoutControls(label).trim().slice(0, 200);
}

function fromLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  const numbered = lines.map((line) => /^\s*(\d+)\s*[:,\t ]\s*(\S.*)$/.exec(line));
  const numbers = numbered.map((match) => (match ? Number(match[1]) : -1));
  const ascending = numbers.every(
    (number, index) => index === 0 || number > (numbers[index - 1] ?? 0),
  );
  if (!numbered.every(Boolean) || !ascending || (numbers.at(-1) ?? 0) > limits.labels) return lines;
  return byNumber(numbered.map((match) => [Number(match?.[1]), match?.[2] ?? ""]));
}

/** Labels at their numbers; numbers that nobody has stay empty. */
function byNumber(entries: readonly (readonly [number, string])[]): readonly string[] {
  const last = entries.reduce((most, [number]) => Math.max(most, number), -1);
  const labels = Array<string>(last + 1).fill("");
  for (const [number, label] of entries) labels[number] = label;
  return labels;
}

function fromJson(file: string, text: string): readonly string[] {
  guardJson(file, strToU8(text));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse("bad-labels", file, "it is not JSON", error);
  }
  return (
    labelsOfJson(json) ?? refuse("bad-labels", file, "it is neither a list nor a table of labels")
  );
}

/** Labels of parsed JSON; `null` when it is something else. */
export function labelsOfJson(json: unknown, depth = 0): readonly string[] | null {
  if (Array.isArray(json)) {
    const labels = json.map(labelOf);
    return labels.every((label) => label !== null) ? labels : null;
  }
  if (typeof json !== "object" || json === null) return null;
  const entries = Object.entries(json);
  const inner = entries.find(([key]) => /^(labels|names|classes|id2label)$/.test(key))?.[1];
  if (inner !== undefined) return depth < 4 ? labelsOfJson(inner, depth + 1) : null;
  const numbered = entries.map(([key, value]): readonly [number, string] | null => {
    if (/^\d{1,6}$/.test(key)) {
      const label = labelOf(value);
      return label === null ? null : [Number(key), label];
    }
    return Number.isInteger(value) && (value as number) >= 0 ? [value as number, key] : null;
  });
  const all = numbered.filter((entry) => entry !== null);
  if (all.length === 0 || all.length !== entries.length) return null;
  return all.some(([number]) => number > limits.labels) ? null : byNumber(all);
}

function labelOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  // ImageNet lists: ["n01440764", "tench"].
  if (Array.isArray(value)) return typeof value.at(-1) === "string" ? String(value.at(-1)) : null;
  if (typeof value !== "object" || value === null) return null;
  const { name, label, displayName } = value as Readonly<Record<string, unknown>>;
  return (
    ([name, label, displayName].find((text) => typeof text === "string") as string | null) ?? null
  );
}

/** Labels of a Python table such as `{0: 'person', 1: "bicycle"}`, which Ultralytics writes. */
export function labelsOfPython(text: string): readonly string[] | null {
  if (!/^\s*\{/.test(text)) return null;
  const entry = /(\d{1,6})\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  const entries: (readonly [number, string])[] = [];
  for (const [, number, single, double] of text.matchAll(entry)) {
    if (Number(number) > limits.labels || entries.length > limits.labels) return null;
    entries.push([Number(number), tidy((single ?? double ?? "").replace(/\\(.)/g, "$1"))]);
  }
  return entries.length === 0 ? null : byNumber(entries);
}

/** Labels in a value of metadata: JSON, a Python table, or a list with commas. */
export function labelsOfText(text: string): readonly string[] | null {
  if (/^\s*[[{]/.test(text)) {
    try {
      const labels = labelsOfJson(JSON.parse(text))?.map(tidy);
      if (labels) return labels;
    } catch {
      // Not JSON: Python's way of writing a table.
    }
    const python = labelsOfPython(text);
    if (python) return python;
    const list = [...text.matchAll(/(?<!\\)'((?:[^'\\]|\\.)*)'/g)].map(([, label]) =>
      tidy(label ?? ""),
    );
    return list.length > 0 && list.length <= limits.labels ? list : null;
  }
  const parts = text.split(/[,\n]/).map(tidy);
  return parts.length > 1 && parts.length <= limits.labels ? parts : null;
}
