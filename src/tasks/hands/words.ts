import type { Hand, HandsResult } from "#tasks";
import { handsText } from "./text.ts";

const text = handsText.en;

/** Not by score: scores waver from frame to frame, and the words would hop about. */
function inOrder(hands: readonly Hand[]): readonly Hand[] {
  return [...hands].sort(
    (a, b) => a.handedness.localeCompare(b.handedness) || (a.trackId ?? 0) - (b.trackId ?? 0),
  );
}

/** The result in one line: "left hand: victory · right hand"; empty when nothing was found. */
export function words({ hands, shutter }: HandsResult): string {
  const parts = inOrder(hands).map(({ handedness, gesture }) => {
    const hand = text.hand[handedness];
    return gesture === null ? hand : `${hand}: ${text.gestures[gesture]}`;
  });
  if (shutter && shutter.secondsLeft > 0) parts.push(text.countdown(shutter.secondsLeft));
  return parts.join(" · ");
}

/** The result for a screen reader: "left hand with victory and right hand"; empty when nothing was found. */
export function spoken({ hands, shutter }: HandsResult): string {
  const parts = inOrder(hands).map(({ handedness, gesture }) => {
    const hand = text.hand[handedness];
    return gesture === null ? hand : `${hand} with ${text.gestures[gesture]}`;
  });
  if (shutter && shutter.secondsLeft > 0) parts.push(text.countdown(shutter.secondsLeft));
  return new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
}
