import { drawHand } from "./sample/draw-hand.ts";
import { poseAt, WAVE } from "./sample/gestures.ts";
import { ADA, drawHead, drawRoom, type Pen } from "./sample-friend.ts";

// One round of the scene; everything below comes back to where it began.
const LOOP_MS = 20_000;

/** Draws a friend who waves with one hand and shows gestures with the other, over the whole canvas. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  if (width < 1 || height < 1) return;
  const round = (timeMs / LOOP_MS) % 1;
  const turn = round * Math.PI * 2;
  const unit = Math.min(height, width * 0.75);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawRoom(context, width, height);

  context.save();
  context.translate(width * 0.5 + unit * 0.015 * Math.sin(turn), height * 0.4);
  context.scale(unit * 0.2, unit * 0.2);
  drawHead(context, ADA, {
    yaw: 0.15 * Math.sin(turn),
    pitch: 0.05 * Math.sin(turn * 2),
    roll: 0.06 * Math.sin(turn * 2),
    blink: 0,
    smile: 0.5,
  });
  context.restore();

  // The friend's right hand is on the left of the picture, its thumb towards the head.
  const size = unit * 0.2;
  context.save();
  context.translate(width * 0.22 + unit * 0.02 * Math.sin(turn * 2), height * 0.66);
  context.scale(size, size);
  drawHand(context, ADA, poseAt(round));
  context.restore();

  context.save();
  context.translate(width * 0.79, height * (0.64 + 0.015 * Math.sin(turn * 3)));
  context.scale(-size, size);
  drawHand(context, ADA, { ...WAVE, turn: -0.1 + 0.16 * Math.sin(turn * 4) });
  context.restore();
  context.restore();
}
