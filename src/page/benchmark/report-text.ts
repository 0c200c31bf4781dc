import type { BenchReport } from "#exports";

/** A list of numbers, each on a line of its own. */
const longList = /\[\s+(-?\d[\d.e+-]*(?:,\s+-?\d[\d.e+-]*)*)\s+\]/g;

/** A report as JSON that people can read: lists of numbers take a line. */
export function reportText(report: BenchReport): string {
  // No string of JSON holds a line's end: what is matched is never part of one.
  return JSON.stringify(report, null, 2).replace(longList, (list, numbers: string) =>
    list.includes("\n") ? `[${numbers.replace(/\s+/g, " ")}]` : list,
  );
}
