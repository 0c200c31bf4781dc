import { ADA } from "./friends.ts";
import { drawHead } from "./head.ts";
import type { Pen } from "./pen.ts";

/** Draws one face, half turned and smiling, as large as the mesh network wants its crops. */
export function drawSample(context: Pen): void {
  const { width, height } = context.canvas;
  context.save();
  context.fillStyle = "#3a525c";
  context.fillRect(0, 0, width, height);
  context.translate(width * 0.47, height * 0.46);
  context.scale(width * 0.36, width * 0.36);
  drawHead(context, ADA, { yaw: 0.28, pitch: 0.05, roll: 0, blink: 0, smile: 0.6 });
  context.restore();
}
