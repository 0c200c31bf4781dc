import type { Spread } from "#protocol";

/** The last values of a measurement, in memory that never grows. */
export class Ring {
  readonly #values: Float64Array;
  readonly #sorted: Float64Array;
  #next = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  /** How many values are held, at most the capacity. */
  get length(): number {
    return this.#length;
  }

  /** Adds a value; the oldest one falls out of a full ring. */
  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    this.#length = Math.min(this.#length + 1, this.#values.length);
  }

  /** Forgets everything. */
  clear(): void {
    this.#next = 0;
    this.#length = 0;
  }

  /** Median and 95th percentile (nearest rank) of what is held; zeros while empty. */
  spread(): Spread {
    const sorted = this.#sorted.subarray(0, this.#length);
    sorted.set(this.#values.subarray(0, this.#length));
    sorted.sort();
    return { p50Ms: rank(sorted, 0.5), p95Ms: rank(sorted, 0.95) };
  }

  /**
   * Events a second among the moments held (milliseconds) that are at most `windowMs` before `nowMs`; of
   * events that come more seldom, by the last two, until the next is late by as much again.
   */
  perSecond(nowMs: number, windowMs: number): number {
    let count = 0;
    let earliest = nowMs;
    for (let i = 0; i < this.#length; i++) {
      const moment = this.#values[i] as number;
      if (nowMs - moment > windowMs) continue;
      count++;
      earliest = Math.min(earliest, moment);
    }
    if (count >= 2) return ((count - 1) * 1000) / (nowMs - earliest);
    const intervalMs = this.#length < 2 ? 0 : this.#latest(0) - this.#latest(1);
    return intervalMs > 0 && nowMs - this.#latest(0) <= 2 * intervalMs ? 1000 / intervalMs : 0;
  }

  #latest(before: number): number {
    const { length } = this.#values;
    return this.#values[(this.#next - 1 - before + length) % length] as number;
  }
}

function rank(sorted: Float64Array, part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
