import type { Region } from "#shared";
import type { Point } from "../decoders/anchor-boxes.ts";
import type { Square } from "./face-track.ts";

// [Note: Hidden faces]
// Hiding is a promise, so every doubt is settled for covering: what may be a face counts from a lower
// score than what is shown as one; a head is covered with hair, ears and chin; one that is not found any
// more stays covered for a while, where it was and where it was going, under a cover that grows; and a
// frame is shown only by who knows the result of that very frame.

/** The score from which something may be a face and is covered, 0 … 1. */
export const hideScore = 0.2;

/** A head beside the finder's square, brows to chin, in its sides: hair, both ears of one that is turned, beard and some air. */
const head = { width: 1.9, height: 2.15, up: 0.2 } as const;
/** Milliseconds for which a head stays covered that is not found. */
const holdMs = 1000;
/** At low frame rates it stays covered for so many frames, up to the longest hold. */
const holdFrames = 6;
const longestHoldMs = 4000;
/** Part of its size by which the cover of a head that is not found grows in a second. */
const growthPerSecond = 0.6;
/** Milliseconds in which a cover that became too large shrinks by two thirds of the excess. */
const shrinkMs = 700;
/** Seconds for which a head that is not found is believed to move on, and its sides that it gets at most. */
const coast = { seconds: 1, sides: 3 } as const;
/** Sides of a way below which a grown cover holds both its ends. */
const shortWay = 0.15;

/** The turned rectangle that covers the whole head of a face; `size` is 1 or more. */
export function headRegion({ centre: [x, y], side, rotation }: Square, size: number): Region {
  const up = head.up * side;
  return {
    centerX: x + Math.sin(rotation) * up,
    centerY: y - Math.cos(rotation) * up,
    width: head.width * side * size,
    height: head.height * side * size,
    rotation,
  };
}

interface Held {
  square: Square;
  /** Pixels per second. */
  speed: Point;
  seenMs: number;
}

/** Remembers the heads of a live source and says what to cover. See [Note: Hidden faces]. */
export class HiddenHeads {
  #held: Held[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;
  #frameMs = 0;

  /**
   * Takes what may be faces in the next frame.
   * @param timestampMs the frame's; time that runs backwards starts afresh
   * @param size how much is covered: 1 the whole head, more for more around it
   * @returns what to cover in this frame, in source pixels; may overlap
   */
  cover(seen: readonly Square[], timestampMs: number, size: number): Region[] {
    if (timestampMs < this.#lastMs) this.#held = [];
    else if (Number.isFinite(this.#lastMs)) this.#frameMs = timestampMs - this.#lastMs;
    this.#lastMs = timestampMs;
    const free = new Set(this.#held);
    for (const square of seen) {
      const held = nearest(square, free, timestampMs);
      if (held) {
        free.delete(held);
        see(held, square, timestampMs);
      } else {
        this.#held.push({ square, speed: [0, 0], seenMs: timestampMs });
      }
    }
    const limitMs = Math.min(longestHoldMs, Math.max(holdMs, holdFrames * this.#frameMs));
    this.#held = this.#held.filter(({ seenMs }) => timestampMs - seenMs <= limitMs);
    return this.#held.map((held) => regionOf(held, (timestampMs - held.seenMs) / 1000, size));
  }
}

/** The head that a square most likely continues, by distance in sides; none where all are too far. */
function nearest({ centre, side }: Square, all: Iterable<Held>, nowMs: number): Held | undefined {
  let best: Held | undefined;
  let least = 1.2;
  for (const held of all) {
    const seconds = (nowMs - held.seenMs) / 1000;
    const [x, y] = held.square.centre;
    const way = wayOf(held, seconds);
    const reach = Math.max(side, held.square.side) * (1 + seconds);
    // It went on, or it stopped.
    const went = Math.hypot(x + way[0] - centre[0], y + way[1] - centre[1]);
    const distance = Math.min(went, Math.hypot(x - centre[0], y - centre[1])) / reach;
    if (distance < least) {
      best = held;
      least = distance;
    }
  }
  return best;
}

function see(held: Held, square: Square, nowMs: number): void {
  const elapsedMs = Math.max(1, nowMs - held.seenMs);
  const measured = (axis: 0 | 1): number =>
    ((square.centre[axis] - held.square.centre[axis]) / elapsedMs) * 1000;
  held.speed = [(held.speed[0] + measured(0)) / 2, (held.speed[1] + measured(1)) / 2];
  // A finder that takes half of a head for the whole must not uncover the other half at once.
  const excess = Math.max(0, held.square.side - square.side) * Math.exp(-elapsedMs / shrinkMs);
  held.square = { ...square, side: square.side + excess };
  held.seenMs = nowMs;
}

/** How far a head that is not found may have gone on by now, in pixels. */
function wayOf({ square, speed }: Held, seconds: number): Point {
  const moving = Math.min(coast.seconds, Math.max(0, seconds));
  const length = Math.hypot(...speed) * moving;
  const part = length > 0 ? Math.min(1, (coast.sides * square.side) / length) * moving : 0;
  return [speed[0] * part, speed[1] * part];
}

/** Covers a head, all the way from where it was seen last to where it would be by now. */
function regionOf(held: Held, seconds: number, size: number): Region {
  const { square } = held;
  const [x, y] = wayOf(held, seconds);
  const way = Math.hypot(x, y);
  const grown = { ...square, side: square.side * (1 + growthPerSecond * Math.max(0, seconds)) };
  const region = headRegion(grown, size);
  if (way < shortWay * square.side) return region;
  const girth = Math.max(region.width, region.height);
  return {
    centerX: region.centerX + x / 2,
    centerY: region.centerY + y / 2,
    width: girth + way,
    height: girth,
    rotation: Math.atan2(y, x),
  };
}
