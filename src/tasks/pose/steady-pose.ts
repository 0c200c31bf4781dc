import { SteadyPoint, type SteadyTuning } from "../decoders/steady-point.ts";
import type { Keypoint, KeypointName } from "./task.ts";

/** Sizes are the side of the person's square: about 1.5 times the height of one who stands. */
const tuning: SteadyTuning = {
  standingCutoffHz: 1,
  cutoffPerSpeed: 70,
  speedCutoffHz: 2,
  noiseSpeed: 0.06,
};
/** A joint not seen for longer starts afresh where it is seen again. */
const rememberMs = 500;

interface Steady {
  readonly point: SteadyPoint;
  seenMs: number;
}

/** Keypoints steadied over time, and what that costs. */
export interface SteadiedPose {
  readonly keypoints: readonly Keypoint[];
  /** Milliseconds by which the moving keypoints trail, each weighed by its speed; 0 when none moves. */
  readonly lagMs: number;
}

/** Steadies the keypoints of one person from frame to frame. */
export class SteadyPose {
  readonly #joints = new Map<KeypointName, Steady>();

  /** Forgets where the joints were. */
  clear(): void {
    this.#joints.clear();
  }

  /**
   * Takes in the keypoints of the next frame, in source pixels.
   * @param size the side of the square around the person, in source pixels
   */
  update(
    keypoints: readonly Keypoint[],
    timestampMs: number,
    size: number,
    minScore: number,
  ): SteadiedPose {
    let speeds = 0;
    let weighedLags = 0;
    const steadied = keypoints.map((keypoint): Keypoint => {
      const { name, x, y, score } = keypoint;
      const joint = this.#joints.get(name);
      const sinceMs = timestampMs - (joint?.seenMs ?? Number.NEGATIVE_INFINITY);
      // A joint that is not seen is a guess anywhere in the picture: it must not pull at the steady one.
      if (score < minScore) return keypoint;
      if (!joint || sinceMs > rememberMs || sinceMs <= 0) {
        const point = new SteadyPoint(tuning, x, y);
        this.#joints.set(name, { point, seenMs: timestampMs });
        return keypoint;
      }
      joint.point.update(x, y, sinceMs / 1000, size);
      joint.seenMs = timestampMs;
      speeds += joint.point.speed;
      weighedLags += joint.point.speed * joint.point.lagSeconds;
      return { name, x: joint.point.x, y: joint.point.y, score };
    });
    return { keypoints: steadied, lagMs: speeds > 0 ? (1000 * weighedLags) / speeds : 0 };
  }
}
