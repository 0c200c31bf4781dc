import { overlap } from "#shared";
import { byScore, type FoundBox } from "./found-box.ts";

/**
 * Non-maximum suppression within each class: of boxes that overlap by more than `maxOverlap`
 * (intersection over union, 0 … 1) only the best scored stays. Best score first.
 */
export function suppress<Found extends FoundBox>(
  found: readonly Found[],
  maxOverlap: number,
): Found[] {
  const kept: Found[] = [];
  for (const candidate of [...found].sort(byScore)) {
    const covered = kept.some(
      ({ classId, box }) =>
        classId === candidate.classId && overlap(box, candidate.box) > maxOverlap,
    );
    if (!covered) kept.push(candidate);
  }
  return kept;
}
