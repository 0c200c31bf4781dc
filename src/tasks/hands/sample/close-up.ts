import { ADA, type Pen } from "../sample-friend.ts";
import { drawHand } from "./draw-hand.ts";
import { VICTORY } from "./gestures.ts";

/** Draws one hand that makes a V, as large as the network for landmarks wants its crops. */
export function drawSample(context: Pen): void {
  const { width, height } = context.canvas;
  context.save();
  context.fillStyle = "#3a525c";
  context.fillRect(0, 0, width, height);
  context.translate(width * 0.48, height * 0.8);
  context.scale(width * 0.33, width * 0.33);
  drawHand(context, ADA, { ...VICTORY, turn: 0.12 });
  context.restore();
}
