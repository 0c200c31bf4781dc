import type { PersonMask } from "./task.ts";

/** Milliseconds in which a small change of the mask is taken over by two thirds. */
const settleMs = 120;
/** A change of a cell, 0 … 1, that is no more than noise. */
export const noise = 0.15;
/** A change of a cell from which on somebody moved. */
export const movement = 0.5;

/** The part of a small change that is taken over after so long, 0 … 1. */
export function slowPart(elapsedMs: number): number {
  return 1 - Math.exp(-Math.max(0, elapsedMs) / settleMs);
}

/**
 * Brings a remembered mask nearer to the newest one, in place: slowly where they differ little, so that
 * edges do not flicker; at once where they differ much, so that the mask does not lag behind a person.
 * @param shown one value for each cell, 0 … 1
 * @param next as many, of the frame `elapsedMs` later
 */
export function steadyMask(shown: Float32Array, next: ArrayLike<number>, elapsedMs: number): void {
  const slow = slowPart(elapsedMs);
  for (let cell = 0; cell < shown.length; cell += 1) {
    const before = shown[cell] ?? 0;
    const change = (next[cell] ?? 0) - before;
    const size = Math.abs(change);
    // Most cells hardly change: for them alone this is all.
    if (size <= noise) shown[cell] = before + change * slow;
    else {
      const moved = Math.min(1, (size - noise) / (movement - noise));
      shown[cell] = before + change * (slow + (1 - slow) * moved);
    }
  }
}

/**
 * The mask as it crosses threads.
 * @param values `width × height` cells, row by row, 0 … 1
 */
export function personMask(values: ArrayLike<number>, width: number, height: number): PersonMask {
  const alpha = new Uint8ClampedArray(width * height);
  let people = 0;
  for (let cell = 0; cell < alpha.length; cell += 1) {
    const value = values[cell] ?? 0;
    alpha[cell] = value * 255;
    if (value >= 0.5) people += 1;
  }
  return { width, height, coverage: people / alpha.length, alpha: alpha.buffer };
}
