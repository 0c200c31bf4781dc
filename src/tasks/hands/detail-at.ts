import type { Box } from "#shared";
import type { Hand, HandsResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import { handsText } from "./text.ts";

/** Around a hand's landmarks, with some of the flesh around them. */
function boxOf({ landmarks }: Hand): Box {
  const across = landmarks.map(([x]) => x);
  const down = landmarks.map(([, y]) => y);
  const [left, top] = [Math.min(...across), Math.min(...down)];
  const [width, height] = [Math.max(...across) - left, Math.max(...down) - top];
  const rim = 0.08 * Math.max(width, height);
  return [left - rim, top - rim, width + 2 * rim, height + 2 * rim];
}

/** The details of the smallest hand at the point, in source pixels; nothing elsewhere. */
export function detailAt({ hands }: HandsResult, x: number, y: number): ViewDetail | undefined {
  const [smallest] = hands
    .map((hand) => ({ hand, box: boxOf(hand) }))
    .filter(
      ({ box: [left, top, width, height] }) =>
        x >= left && x <= left + width && y >= top && y <= top + height,
    )
    .sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
  if (!smallest) return undefined;
  const { score, handedness, gesture, landmarks, trackId } = smallest.hand;
  const [wristX, wristY] = landmarks[0] ?? [0, 0];
  const { title, rows, gestures, none } = handsText.en;
  return {
    title: title[handedness],
    rows: [
      { name: rows.gesture, value: gesture === null ? none : gestures[gesture] },
      { name: rows.score, value: `${Math.round(score * 100)}%` },
      { name: rows.position, value: `${Math.round(wristX)}, ${Math.round(wristY)} px` },
      {
        name: rows.size,
        value: `${Math.round(smallest.box[2])} × ${Math.round(smallest.box[3])} px`,
      },
      ...(trackId === undefined ? [] : [{ name: rows.track, value: String(trackId) }]),
    ],
  };
}
