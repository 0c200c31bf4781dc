import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import type { FoundHand } from "./find-hands.ts";
import { cropOfBox, cropOfLandmarks, type MarkedHand, markHand } from "./mark-hand.ts";

/** A crop that holds a hand less surely than this holds none. */
export const presenceLimit = 0.5;
/** A newcomer must be surer: bare skin looks like a hand up to 0.8. */
const welcomeLimit = 0.8;
/** So sure in the first crop, and no other turn is tried. */
const sureEnough = 0.8;
/** The finder does not say how a hand is turned. Most are upright. */
const turns = [0, Math.PI / 2, -Math.PI / 2, Math.PI] as const;

/**
 * Fits landmarks to what the finder saw: in the turn in which it looks most like a hand, then once more
 * in the crop that follows from those. Undefined where it is no hand after all.
 */
export async function confirmHand(
  marker: RunnerModel,
  frame: RunnerFrame,
  { box }: FoundHand,
): Promise<MarkedHand | undefined> {
  let best: MarkedHand | undefined;
  for (const rotation of turns) {
    const marked = await markHand(marker, frame, cropOfBox(box, rotation));
    if (marked.presence > (best?.presence ?? presenceLimit)) best = marked;
    if (marked.presence >= sureEnough) break;
  }
  if (!best) return undefined;
  const again = await markHand(marker, frame, cropOfLandmarks(best.landmarks));
  return again.presence >= welcomeLimit ? again : undefined;
}
