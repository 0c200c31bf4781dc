import type { ClassifyResult, ClassScore } from "#tasks";

function inWords({ label, score }: ClassScore): string {
  return `${label} ${Math.round(score * 100)}%`;
}

/** The result in one line: "tabby 81% · tiger cat 12%"; empty when no class fits. */
export function words({ classes }: ClassifyResult): string {
  return classes.map(inWords).join(" · ");
}

/**
 * The result for a screen reader: "tabby, or tiger cat". Without the scores: those waver from frame to
 * frame, and all of it would be read out again and again.
 */
export function spoken({ classes }: ClassifyResult): string {
  const labels = classes.map(({ label }) => label);
  return new Intl.ListFormat("en", { type: "disjunction" }).format(labels);
}
