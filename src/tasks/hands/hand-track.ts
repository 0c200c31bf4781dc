import type { Region } from "#shared";
import { gestureOf } from "./gesture.ts";
import { type HeldGesture, holdGesture, noGesture } from "./held-gesture.ts";
import { cropOfLandmarks, type MarkedHand } from "./mark-hand.ts";
import { SteadyHand } from "./steady-hand.ts";
import type { Hand, HandPoint } from "./task.ts";

/** Milliseconds in which score and handedness go about two thirds of the way to what is found. */
const settleMs = 300;

/** One hand followed from frame to frame. */
export class HandTrack {
  readonly id: number;
  readonly #steady = new SteadyHand();
  #landmarks: readonly HandPoint[];
  #crop: Region;
  #score: number;
  #right: number;
  #gesture: HeldGesture;
  #seenMs: number;

  constructor(id: number, marked: MarkedHand, nowMs: number) {
    this.id = id;
    this.#score = marked.presence;
    this.#right = marked.right;
    this.#crop = cropOfLandmarks(marked.landmarks);
    this.#landmarks = this.#steady.update(marked.landmarks, 1, this.#crop.width);
    this.#gesture = holdGesture(noGesture(nowMs), gestureOf(this.#landmarks), nowMs);
    this.#seenMs = nowMs;
  }

  /** Where it is looked for in the next frame: not steadied, so that it does not lag behind. */
  get crop(): Region {
    return this.#crop;
  }

  get seenMs(): number {
    return this.#seenMs;
  }

  /** Takes in what was found in its crop. */
  update({ presence, right, landmarks }: MarkedHand, nowMs: number): void {
    const sinceMs = Math.max(1, nowMs - this.#seenMs);
    const fresh = 1 - Math.exp(-sinceMs / settleMs);
    this.#score += fresh * (presence - this.#score);
    this.#right += fresh * (right - this.#right);
    this.#crop = cropOfLandmarks(landmarks);
    this.#landmarks = this.#steady.update(landmarks, sinceMs / 1000, this.#crop.width);
    this.#gesture = holdGesture(this.#gesture, gestureOf(this.#landmarks), nowMs);
    this.#seenMs = nowMs;
  }

  /** The hand as it is shown. */
  get hand(): Hand {
    return {
      score: this.#score,
      handedness: this.#right >= 0.5 ? "right" : "left",
      landmarks: this.#landmarks,
      gesture: this.#gesture.told,
      trackId: this.id,
    };
  }
}
