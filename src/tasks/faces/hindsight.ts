import { mapPoint, placeRegion, type Region } from "#shared";
import type { TaskAmender } from "#tasks/runner";
import type { FacesResult } from "./task.ts";

/** Parts of a region's sides, from its middle, where it is asked whether it was covered before. */
const asked = [-0.3, 0, 0.3] as const;
/** How much larger the cover of an arrival is before it was found: nobody knows where it was. */
const before = { atOnce: 1.2, perSecond: 1 } as const;

/**
 * Covers in a frame also who is found only in the frames after it: half a face that comes in at the edge
 * looks like none to a finder. For whoever can wait, as a copy of a video can. See [Note: Hidden faces].
 */
export const amend: TaskAmender<"faces"> = (result, later) => {
  if (!result.hidden) return result;
  const hidden: Region[] = [...result.hidden];
  let known: readonly Region[] = result.hidden;
  for (const { frame, hidden: next = [] } of later) {
    const seconds = (frame.timestampMs - result.frame.timestampMs) / 1000;
    for (const region of next) {
      if (isCovered(region, known)) continue;
      const factor = before.atOnce + before.perSecond * Math.max(0, seconds);
      hidden.push({ ...region, width: region.width * factor, height: region.height * factor });
    }
    known = next;
  }
  return { ...result, hidden } satisfies FacesResult;
};

/** Whether the inner part of a region lies in others. */
function isCovered(region: Region, others: readonly Region[]): boolean {
  const cos = Math.cos(region.rotation);
  const sin = Math.sin(region.rotation);
  return asked.every((across) =>
    asked.every((down) => {
      const [u, v] = [across * region.width, down * region.height];
      const x = region.centerX + u * cos - v * sin;
      const y = region.centerY + u * sin + v * cos;
      return others.some((other) => {
        const [s, t] = mapPoint(placeRegion(other, { width: 1, height: 1 }), x, y);
        return s >= 0 && s <= 1 && t >= 0 && t <= 1;
      });
    }),
  );
}
