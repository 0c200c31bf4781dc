import type { SegmentResult } from "#tasks";
import { segmentText } from "./text.ts";

const text = segmentText.en;
/** The smallest part of a picture that is told of as a person: less is mostly a mistake. */
const smallest = 0.005;

/** The result in one line: "person, 34% of the picture"; empty when nobody was found. */
export function words({ mask }: SegmentResult): string {
  if (mask.coverage < smallest) return "";
  return text.person(Math.max(1, Math.round(mask.coverage * 100)));
}

/** The result for a screen reader, in coarse steps, so that it holds long enough to be said. */
export function spoken({ mask }: SegmentResult): string {
  if (mask.coverage < smallest) return text.nobody;
  return text.spokenPerson(Math.max(5, Math.round(mask.coverage * 10) * 10));
}
