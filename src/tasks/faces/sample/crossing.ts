import { ADA, NOOR, TOMAS } from "./friends.ts";
import { drawHead, type Looks } from "./head.ts";
import type { Pen } from "./pen.ts";
import { drawRoom } from "./room.ts";

/** Where a head is at a moment; x and y and the half height are parts of the canvas's height. */
type Moment = readonly [atMs: number, x: number, y: number, size: number, yaw: number];

interface Visit {
  readonly looks: Looks;
  readonly moments: readonly Moment[];
}

/** How long the scene is, in milliseconds; it begins anew then. */
export const crossingMs = 8_000;

/** On a canvas of 4 : 3, whose right edge is at 1.33. The farthest come first. */
const visits: readonly Visit[] = [
  // There from the first frame on, and gone soon.
  {
    looks: TOMAS,
    moments: [
      [0, 1.0, 0.4, 0.14, 0],
      [500, 1.02, 0.4, 0.14, -0.3],
      [1300, 1.6, 0.42, 0.14, 0.4],
    ],
  },
  // Passes far behind the others.
  {
    looks: TOMAS,
    moments: [
      [5000, 1.5, 0.32, 0.1, -0.3],
      [6800, 0.6, 0.32, 0.1, 0],
      [8000, 0.2, 0.32, 0.1, 0.3],
    ],
  },
  // Enters, turns away and back, leaves.
  {
    looks: ADA,
    moments: [
      [600, -0.3, 0.45, 0.17, 0.5],
      [1700, 0.45, 0.45, 0.17, 0.1],
      [2000, 0.5, 0.45, 0.17, 1.3],
      [2400, 0.55, 0.45, 0.17, 1.3],
      [2800, 0.55, 0.45, 0.18, -0.2],
      [4000, 1.65, 0.47, 0.19, 0.5],
    ],
  },
  // Both are back after a moment in which nobody is there, and pass each other.
  {
    looks: ADA,
    moments: [
      [4400, 1.65, 0.42, 0.16, -0.4],
      [5400, 1.0, 0.42, 0.16, -0.1],
      [6800, 0.4, 0.42, 0.16, 0.2],
      [7900, -0.35, 0.42, 0.18, -0.4],
    ],
  },
  {
    looks: NOOR,
    moments: [
      [4500, -0.35, 0.5, 0.19, 0.4],
      [5500, 0.35, 0.5, 0.19, 0.1],
      [6700, 0.95, 0.48, 0.2, 0],
      [7900, 1.7, 0.48, 0.2, 0.5],
    ],
  },
];

/** Draws people who enter, turn, leave and return, up to three at once: what hidden faces are tried on. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  const nowMs = timeMs % crossingMs;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawRoom(context, width, height);
  for (const { looks, moments } of visits) {
    const at = between(moments, nowMs);
    if (!at) continue;
    const [, x, y, size, yaw] = at;
    context.save();
    context.translate(x * height, y * height);
    context.scale(size * height, size * height);
    drawHead(context, looks, { yaw, pitch: 0.03, roll: 0, blink: 0, smile: 0.4 });
    context.restore();
  }
  context.restore();
}

function between(moments: readonly Moment[], nowMs: number): Moment | undefined {
  const next = moments.findIndex(([atMs]) => atMs > nowMs);
  const [from, to] = [moments[next - 1], moments[next]];
  if (!from || !to) return undefined;
  const part = (nowMs - from[0]) / (to[0] - from[0]);
  const mix = (field: 0 | 1 | 2 | 3 | 4): number => from[field] + part * (to[field] - from[field]);
  return [mix(0), mix(1), mix(2), mix(3), mix(4)];
}
