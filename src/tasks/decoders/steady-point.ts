/** How a steady point weighs calm against lag. A size is what the caller measures distances in. */
export interface SteadyTuning {
  /** Hertz. The cutoff for a point that stands: lower is calmer. */
  readonly standingCutoffHz: number;
  /** Hertz of cutoff more for each size per second of speed: higher trails less. */
  readonly cutoffPerSpeed: number;
  /** Hertz. The cutoff with which the speed itself is smoothed. */
  readonly speedCutoffHz: number;
  /** Sizes per second that are still taken for noise, not for movement. */
  readonly noiseSpeed: number;
}

/** Seconds by which a first-order filter of this cutoff trails a steady movement. */
function lagOf(cutoffHz: number): number {
  return 1 / (2 * Math.PI * cutoffHz);
}

/** How much of a new value a filter takes that trails by `lag` seconds. */
function share(lag: number, seconds: number): number {
  return seconds / (seconds + lag);
}

/**
 * Steadies a point that is measured again and again: calm while it stands, quick when it moves. One Euro
 * filter (Casiez, Roussel and Vogel, "1€ Filter", CHI 2012) at any frame rate. Unlike the paper's, one
 * speed steers both axes, so that a slanting path stays straight, and it has a dead zone, without which
 * noise at a high frame rate would pass for movement.
 */
export class SteadyPoint {
  readonly #tuning: SteadyTuning;
  #x: number;
  #y: number;
  #measured: readonly [x: number, y: number];
  /** Sizes per second. */
  #speedX = 0;
  #speedY = 0;
  #lag: number;

  constructor(tuning: SteadyTuning, x: number, y: number) {
    this.#tuning = tuning;
    this.#x = x;
    this.#y = y;
    this.#measured = [x, y];
    this.#lag = lagOf(tuning.standingCutoffHz);
  }

  get x(): number {
    return this.#x;
  }

  get y(): number {
    return this.#y;
  }

  /** The speed in sizes per second, less what may be noise; 0 or more. */
  get speed(): number {
    return Math.max(0, Math.hypot(this.#speedX, this.#speedY) - this.#tuning.noiseSpeed);
  }

  /** Seconds by which the steadied point trails a steady movement at the speed of now. */
  get lagSeconds(): number {
    return this.#lag;
  }

  /** Takes in where the point was measured `seconds` after the last time, more than 0; `size` in pixels. */
  update(x: number, y: number, seconds: number, size: number): void {
    const { standingCutoffHz, cutoffPerSpeed, speedCutoffHz } = this.#tuning;
    const [lastX, lastY] = this.#measured;
    const fresh = share(lagOf(speedCutoffHz), seconds);
    this.#speedX += fresh * ((x - lastX) / seconds / size - this.#speedX);
    this.#speedY += fresh * ((y - lastY) / seconds / size - this.#speedY);
    this.#lag = lagOf(standingCutoffHz + cutoffPerSpeed * this.speed);
    const part = share(this.#lag, seconds);
    this.#x += part * (x - this.#x);
    this.#y += part * (y - this.#y);
    this.#measured = [x, y];
  }
}
