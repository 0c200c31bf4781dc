import type { DrawView, TaskDrawer } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { drawCountdown } from "./draw-countdown.ts";
import { gestureNames, type Hand, type HandPoint } from "./task.ts";

type Context = OffscreenCanvasRenderingContext2D;
type Dot = readonly [x: number, y: number];

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = {
  line: 2.5,
  /** On each side of a line. */
  halo: 1,
  joint: 3.5,
  text: 13,
  chipHeight: 20,
  chipPadding: 6,
  chipDistance: 10,
  radius: 4,
} as const;

const haloColour = "rgb(0 0 0 / 0.7)";
/** Blue for the person's left, orange for the right, as bodies have them. */
const colours = { left: overlayColour(1), right: overlayColour(0) } as const;

/** Lines from joint to joint: the rim of the palm, then each finger. */
const lines: readonly (readonly number[])[] = [
  [0, 1, 2, 5, 9, 13, 17, 0],
  [2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
  [13, 14, 15, 16],
  [17, 18, 19, 20],
];

/**
 * Draws the joints of each hand, its gesture on a chip beside it, and the countdown of the shutter. In a
 * mirrored view hands are mirrored and keep their colours (the person's left is blue); text is not.
 */
export const draw: TaskDrawer<"hands"> = (context, { hands, shutter }, view) => {
  context.save();
  context.lineCap = "round";
  context.lineJoin = "round";
  // The best comes first in a result, so it is drawn last: on top.
  for (const hand of [...hands].reverse()) drawJoints(context, hand, view);
  for (const hand of [...hands].reverse()) drawGesture(context, hand, view);
  if (shutter && shutter.progress > 0) drawCountdown(context, shutter, view);
  context.restore();
};

function onCanvas([x, y]: HandPoint, view: DrawView): Dot {
  const { scaleX, scaleY, offsetX, offsetY } = view.placement;
  const left = x * scaleX + offsetX;
  return [view.mirrored ? view.width - left : left, y * scaleY + offsetY];
}

function drawJoints(context: Context, { landmarks, handedness }: Hand, view: DrawView): void {
  const ratio = view.pixelRatio;
  const dots = landmarks.map((point) => onCanvas(point, view));
  const colour = colours[handedness].line;
  context.beginPath();
  for (const line of lines) {
    for (const [step, joint] of line.entries()) {
      const [x, y] = dots[joint] ?? [0, 0];
      if (step === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.strokeStyle = haloColour;
  context.lineWidth = (css.line + 2 * css.halo) * ratio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = css.line * ratio;
  context.stroke();
  context.lineWidth = css.halo * ratio;
  context.strokeStyle = haloColour;
  context.fillStyle = "#ffffff";
  for (const [x, y] of dots) {
    context.beginPath();
    context.arc(x, y, css.joint * ratio, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

/** Over the hand, else under it, wholly on the canvas. */
function drawGesture(context: Context, hand: Hand, view: DrawView): void {
  if (hand.gesture === null) return;
  const ratio = view.pixelRatio;
  const words = gestureNames.en[hand.gesture];
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const dots = hand.landmarks.map((point) => onCanvas(point, view));
  const [xs, ys] = [dots.map(([x]) => x), dots.map(([, y]) => y)];
  const width = Math.ceil(context.measureText(words).width) + 2 * css.chipPadding * ratio;
  const height = css.chipHeight * ratio;
  const gap = css.chipDistance * ratio;
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  const over = Math.min(...ys) - gap - height;
  const left = Math.max(0, Math.min(middle - width / 2, view.width - width));
  const top = Math.max(0, Math.min(over >= 0 ? over : Math.max(...ys) + gap, view.height - height));
  const { line, text } = colours[hand.handedness];
  context.beginPath();
  context.roundRect(left, top, width, height, css.radius * ratio);
  context.fillStyle = line;
  context.fill();
  context.fillStyle = text;
  context.fillText(words, left + css.chipPadding * ratio, top + height / 2);
}
