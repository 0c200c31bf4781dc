import { NOOR, TOMAS } from "../faces/sample/friends.ts";
import { drawHead, type Looks } from "../faces/sample/head.ts";
import type { Pen } from "../faces/sample/pen.ts";
import { drawRoom } from "../faces/sample/room.ts";

// One round of the scene; everything below comes back to where it began.
const LOOP_MS = 12_000;

interface Seat {
  readonly looks: Looks;
  /** Middle of the face, as parts of the canvas. */
  readonly x: number;
  readonly y: number;
  /** Shift within the round, so that they do not move in step. */
  readonly phase: number;
}

// The network was taught by photos: of drawn people it takes these two, at this size, for people.
const SEATS: readonly Seat[] = [
  { looks: TOMAS, x: 0.68, y: 0.52, phase: 0.4 },
  { looks: NOOR, x: 0.32, y: 0.52, phase: 0.1 },
];

/** Draws two friends before a window at the given time over the whole canvas of the context. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  if (width < 1 || height < 1) return;
  const size = 0.22 * Math.min(height, width * 0.75);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawRoom(context, width, height);
  for (const { looks, x, y, phase } of SEATS) {
    const turn = (timeMs / LOOP_MS + phase) * Math.PI * 2;
    context.save();
    context.translate(
      width * x + size * 0.3 * Math.sin(turn),
      height * y + size * 0.05 * Math.sin(turn * 2),
    );
    context.scale(size, size);
    drawHead(context, looks, {
      yaw: 0.2 * Math.sin(turn),
      pitch: 0.06 * Math.sin(turn * 2 + 0.6),
      roll: 0.1 * Math.sin(turn * 2 + 2),
      blink: Math.max(0, (Math.sin(turn * 5 + 1) - 0.985) / 0.015),
      smile: Math.max(0, Math.sin(turn * 2 - 0.5)) ** 2,
    });
    context.restore();
  }
  context.restore();
}
