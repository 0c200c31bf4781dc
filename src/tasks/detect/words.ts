import type { DetectResult } from "#tasks";

/** Plurals of labels that no rule makes, and of words that end like others but go otherwise. */
const irregular: Readonly<Record<string, string>> = {
  person: "persons",
  mouse: "mice",
  sheep: "sheep",
  skis: "pairs of skis",
  scissors: "pairs of scissors",
  knife: "knives",
  broccoli: "heads of broccoli",
  "wine glass": "wine glasses",
};

/** Labels that name one thing in the plural, and how one of it is called. */
const pairs: Readonly<Record<string, string>> = {
  skis: "a pair of skis",
  scissors: "a pair of scissors",
  broccoli: "a head of broccoli",
};

/** More than one of a label, in English: "buses", "knives", "sheep". */
export function plural(label: string): string {
  const known = irregular[label];
  if (known !== undefined) return known;
  if (/(s|x|z|ch|sh)$/.test(label)) return `${label}es`;
  if (/[^aeiou]y$/.test(label)) return `${label.slice(0, -1)}ies`;
  return `${label}s`;
}

/** One of a label, in English, with its article: "a dog", "an umbrella". */
export function one(label: string): string {
  return pairs[label] ?? `${/^[aeiou]/.test(label) ? "an" : "a"} ${label}`;
}

/** How many of each label a result holds: the most frequent first, then in the order of the alphabet. */
export function countsOf({ detections }: DetectResult): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { label } of detections) counts.set(label, (counts.get(label) ?? 0) + 1);
  // Not by score: scores waver from frame to frame, and the words would hop about.
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The result in one line: "person ×2 · dog"; empty when nothing was found. */
export function words(result: DetectResult): string {
  return countsOf(result)
    .map(([label, count]) => (count === 1 ? label : `${label} ×${count}`))
    .join(" · ");
}

/** The result for a screen reader: "2 persons and a dog"; empty when nothing was found. */
export function spoken(result: DetectResult): string {
  const parts = countsOf(result).map(([label, count]) =>
    count === 1 ? one(label) : `${count} ${plural(label)}`,
  );
  return new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
}
