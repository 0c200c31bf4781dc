import type { ClassRegions, SegmentResult } from "#tasks";
import { spoken as spokenThings, words as wordsOfThings } from "../detect/words.ts";
import { segmentText } from "./text.ts";

const text = segmentText.en;
/** The smallest part of a picture that is told of as a person: less is mostly a mistake. */
const smallest = 0.005;

/** The classes worth telling of: more than a speck, and no more than a line holds. */
function told({ found }: ClassRegions): ClassRegions["found"] {
  return found.filter(({ share }) => share >= smallest).slice(0, 6);
}

/** The result in one line: "person, 34% of the picture" or "horse 30% · person 12%" or "person ×2 · dog"; empty when nothing was found. */
export function words({ mask, classes, instances, frame }: SegmentResult): string {
  if (instances) return wordsOfThings({ task: "detect", frame, detections: instances });
  if (classes) {
    return told(classes)
      .map(({ label, share }) => text.share(label, Math.max(1, Math.round(share * 100))))
      .join(" · ");
  }
  if (mask.coverage < smallest) return "";
  return text.person(Math.max(1, Math.round(mask.coverage * 100)));
}

/** The result for a screen reader, in coarse steps, so that it holds long enough to be said. */
export function spoken({ mask, classes, instances, frame }: SegmentResult): string {
  if (instances) return spokenThings({ task: "detect", frame, detections: instances });
  if (classes) {
    const labels = told(classes).map(({ label }) => label);
    return new Intl.ListFormat("en", { type: "conjunction" }).format(labels);
  }
  if (mask.coverage < smallest) return text.nobody;
  return text.spokenPerson(Math.max(5, Math.round(mask.coverage * 10) * 10));
}
