import { type Box, centreOf, type Region } from "#shared";
import type { FoundBox } from "./found-box.ts";
import { SteadyBox } from "./steady-box.ts";

/** Seconds in which a track's score and class go about two thirds of the way to what is found. */
const settleSeconds = 0.25;
/** Seconds for which an unseen thing is believed to move on. */
const coastSeconds = 0.8;
/** Another class must be this much stronger to rename a track: labels do not flicker. */
const renameFactor = 1.3;

/** One thing followed from frame to frame. */
export class Track {
  readonly id: number;
  readonly #steady: SteadyBox;
  readonly #classes = new Map<number, number>();
  #classId: number;
  #score: number;
  #seenMs: number;
  #region: Region | undefined;

  constructor(id: number, { classId, score, box, region }: FoundBox, timestampMs: number) {
    this.id = id;
    this.#steady = new SteadyBox(box);
    this.#classes.set(classId, score);
    this.#classId = classId;
    this.#score = score;
    this.#seenMs = timestampMs;
    this.#region = region;
  }

  get classId(): number {
    return this.#classId;
  }

  /** Steadied, 0 … 1. */
  get score(): number {
    return this.#score;
  }

  /** Milliseconds since it was last found; 0 in a frame in which it was. */
  unseenMs(timestampMs: number): number {
    return timestampMs - this.#seenMs;
  }

  /** Where it is, or is believed to be while it is not found. */
  boxAt(timestampMs: number): Box {
    return this.#steady.after(Math.min(coastSeconds, this.unseenMs(timestampMs) / 1000));
  }

  /** The turned box, where boxes are turned: as it was last found, where the thing is now. */
  regionAt(timestampMs: number): Region | undefined {
    if (!this.#region) return undefined;
    const [centerX, centerY] = centreOf(this.boxAt(timestampMs));
    return { ...this.#region, centerX, centerY };
  }

  /** Takes in what was found of it. */
  update({ classId, score, box, region }: FoundBox, timestampMs: number): void {
    const seconds = Math.max(0.001, this.unseenMs(timestampMs) / 1000);
    const fresh = 1 - Math.exp(-seconds / settleSeconds);
    this.#steady.update(box, seconds);
    this.#score += fresh * (score - this.#score);
    this.#seenMs = timestampMs;
    this.#region = region;
    this.#vote(classId, score, fresh);
  }

  #vote(classId: number, score: number, fresh: number): void {
    for (const [other, weight] of this.#classes) this.#classes.set(other, weight * (1 - fresh));
    const weight = (this.#classes.get(classId) ?? 0) + fresh * score;
    this.#classes.set(classId, weight);
    if (weight > renameFactor * (this.#classes.get(this.#classId) ?? 0)) this.#classId = classId;
  }
}
