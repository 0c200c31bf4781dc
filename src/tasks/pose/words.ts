import type { PoseResult } from "#tasks";
import { poseText } from "./text.ts";

const text = poseText.en;

/** The result in one line: "1 person · 12 repetitions"; empty when nobody was found and nothing counted. */
export function words({ people, repetitions }: PoseResult): string {
  const parts: string[] = people.length > 0 ? [text.people(people.length)] : [];
  // The count stays to be read when somebody steps out of the picture.
  if (repetitions && (parts.length > 0 || repetitions.count > 0)) {
    parts.push(text.repetitions(repetitions.count));
  }
  return parts.join(" · ");
}

/** The result for a screen reader: "One person, 12 repetitions"; empty when there is nothing to say. */
export function spoken({ people, repetitions }: PoseResult): string {
  const parts: string[] = people.length > 0 ? [text.spokenPeople(people.length)] : [];
  if (repetitions && repetitions.count > 0) {
    const count = text.repetitions(repetitions.count);
    parts.push(parts.length > 0 ? count : `${text.nobody}, ${count}`);
  }
  return parts.join(", ");
}
