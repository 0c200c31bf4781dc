import { overlap } from "#shared";
import { byScore, type FoundBox } from "./found-box.ts";
import { regionOverlap } from "./region-overlap.ts";

/**
 * Non-maximum suppression within each class: of boxes that overlap by more than `maxOverlap`
 * (intersection over union, 0 … 1; of turned boxes that of the turned ones) only the best scored stays.
 * Best score first.
 */
export function suppress<Found extends FoundBox>(
  found: readonly Found[],
  maxOverlap: number,
): Found[] {
  const kept: Found[] = [];
  for (const candidate of [...found].sort(byScore)) {
    const covered = kept.some(
      (other) => other.classId === candidate.classId && shared(other, candidate) > maxOverlap,
    );
    if (!covered) kept.push(candidate);
  }
  return kept;
}

function shared(a: FoundBox, b: FoundBox): number {
  return a.region && b.region ? regionOverlap(a.region, b.region) : overlap(a.box, b.box);
}
