import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import type { FoundHand } from "./find-hands.ts";
import { cropOfLandmarks, type MarkedHand, markHand } from "./mark-hand.ts";

/** A crop that holds a hand less surely than this holds none. */
export const presenceLimit = 0.5;
/** The finder's crop is coarse: there the same hand looks less like one than in its own. */
const coarseLimit = 0.4;
/** A newcomer must be a little surer in the end, so that a doubtful one does not come and go. */
const welcomeLimit = 0.6;

/**
 * Fits landmarks to what the finder saw, then once more in the crop that follows from those, which is
 * more exact. Undefined where it is no hand after all.
 */
export async function confirmHand(
  marker: RunnerModel,
  frame: RunnerFrame,
  { crop }: FoundHand,
): Promise<MarkedHand | undefined> {
  const first = await markHand(marker, frame, crop);
  if (first.presence < coarseLimit) return undefined;
  const again = await markHand(marker, frame, cropOfLandmarks(first.landmarks));
  return again.presence >= welcomeLimit ? again : undefined;
}
