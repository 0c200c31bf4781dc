import type { Box } from "#shared";

/** A centre and a size: what moves smoothly when a thing moves or comes nearer. */
type Values = [x: number, y: number, width: number, height: number];

/** Hertz. A standing box is cut off here: low enough to be still, high enough to follow a drift. */
const standingCutoffHz = 0.4;
/** Hertz of cutoff more for each box size per second of movement. */
const cutoffPerSpeed = 4;
/** Box sizes per second that are still taken for noise of the detector, not for movement. */
const noiseSpeed = 0.15;
/** Hertz. The speed itself is smoothed with this cutoff: a calm speed also tells where a hidden thing went. */
const speedCutoffHz = 0.5;

function valuesOf([x, y, width, height]: Box): Values {
  return [x + width / 2, y + height / 2, width, height];
}

function boxOf([x, y, width, height]: Values): Box {
  return [x - width / 2, y - height / 2, width, height];
}

/** How much of a new value an exponential filter of this cutoff takes after `seconds`. */
function share(cutoffHz: number, seconds: number): number {
  const turn = 2 * Math.PI * cutoffHz * seconds;
  return turn / (turn + 1);
}

/**
 * Steadies a box that is measured again and again: calm while it stands, quick when it moves. One Euro
 * filter (Casiez, Roussel and Vogel, "1€ Filter", CHI 2012) over centre and size, at any frame rate.
 * Unlike the paper's, its speeds are in box sizes per second, so that near and far things are treated
 * alike, and have a dead zone, without which noise at a high frame rate would pass for movement.
 */
export class SteadyBox {
  readonly #steady: Values;
  #measured: Values;
  /** Change per second of each value, in pixels. */
  readonly #speeds: Values = [0, 0, 0, 0];

  constructor(box: Box) {
    this.#steady = valuesOf(box);
    this.#measured = valuesOf(box);
  }

  /**
   * Where the box is `seconds` after its last measurement, 0 or more, if it moves on as it did.
   * Its size stays: a growing box that is lost would soon cover everything.
   */
  after(seconds: number): Box {
    const [x, y, width, height] = this.#steady;
    return boxOf([x + seconds * this.#moving(0), y + seconds * this.#moving(1), width, height]);
  }

  /** Takes in the box measured `seconds` after the last one, more than 0. */
  update(box: Box, seconds: number): void {
    const measured = valuesOf(box);
    for (const axis of [0, 1, 2, 3] as const) {
      const speed = (measured[axis] - this.#measured[axis]) / seconds;
      this.#speeds[axis] += share(speedCutoffHz, seconds) * (speed - this.#speeds[axis]);
      const sizesPerSecond = Math.abs(this.#moving(axis)) / this.#size();
      const part = share(standingCutoffHz + cutoffPerSpeed * sizesPerSecond, seconds);
      this.#steady[axis] += part * (measured[axis] - this.#steady[axis]);
    }
    this.#measured = measured;
  }

  #size(): number {
    return Math.max(1, Math.sqrt(this.#steady[2] * this.#steady[3]));
  }

  /** The speed along an axis in pixels per second, less what may be noise. */
  #moving(axis: 0 | 1 | 2 | 3): number {
    const speed = this.#speeds[axis];
    return Math.sign(speed) * Math.max(0, Math.abs(speed) - noiseSpeed * this.#size());
  }
}
