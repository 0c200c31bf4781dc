import { ADA, NOOR, TOMAS } from "./sample/friends.ts";
import { drawHead, type Looks } from "./sample/head.ts";
import type { Pen } from "./sample/pen.ts";
import type { Pose } from "./sample/pose.ts";
import { drawRoom } from "./sample/room.ts";

// One round of the scene; everything below comes back to where it began.
const LOOP_MS = 20_000;

interface Seat {
  readonly looks: Looks;
  /** Shift within the round, so that nobody moves in step. */
  readonly phase: number;
}

const SEATS: readonly Seat[] = [
  { looks: NOOR, phase: 0.1 },
  { looks: ADA, phase: 0.42 },
  { looks: TOMAS, phase: 0.77 },
];

function poseAt(turn: number): Pose {
  const beat = Math.sin(turn * 7 + 1);
  return {
    yaw: 0.3 * Math.sin(turn) + 0.08 * Math.sin(turn * 3),
    pitch: 0.1 * Math.sin(turn * 2 + 0.6),
    roll: 0.12 * Math.sin(turn * 2 + 2),
    blink: Math.max(0, (beat - 0.985) / 0.015),
    smile: Math.max(0, Math.sin(turn * 2 - 0.5)) ** 2,
  };
}

/** Where heads are: middle and half height, as parts of the canvas. */
function places(
  width: number,
  height: number,
): readonly (readonly [x: number, y: number, size: number])[] {
  if (height > width * 1.2) {
    return [
      [0.3, 0.28, 0.17],
      [0.56, 0.6, 0.25],
      [0.74, 0.25, 0.15],
    ].map(([x = 0, y = 0, size = 0]) => [x * width, y * height, size * width]);
  }
  const unit = Math.min(height, width * 0.6);
  return [
    [0.2, 0.46, 0.19],
    [0.5, 0.5, 0.25],
    [0.8, 0.44, 0.2],
  ].map(([x = 0, y = 0, size = 0]) => [x * width, y * height, size * unit]);
}

/** Draws three friends before a window at the given time over the whole canvas of the context. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  if (width < 1 || height < 1) return;
  const turn = (timeMs / LOOP_MS) * Math.PI * 2;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawRoom(context, width, height);
  const order = [0, 2, 1];
  const spots = places(width, height);
  for (const seat of order) {
    const spot = spots[seat];
    const person = SEATS[seat];
    if (!spot || !person) continue;
    const [x, y, size] = spot;
    const own = turn + person.phase * Math.PI * 2;
    context.save();
    context.translate(x + size * 0.16 * Math.sin(own), y + size * 0.06 * Math.sin(own * 2));
    context.scale(size, size);
    drawHead(context, person.looks, poseAt(own));
    context.restore();
  }
  context.restore();
}
