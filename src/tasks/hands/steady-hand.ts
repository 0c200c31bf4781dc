import { SteadyPoint, type SteadyTuning } from "../decoders/steady-point.ts";
import type { HandPoint } from "./task.ts";

/** Sizes are the side of the hand's crop: about twice the hand. */
const tuning: SteadyTuning = {
  standingCutoffHz: 1.5,
  cutoffPerSpeed: 30,
  speedCutoffHz: 2,
  noiseSpeed: 0.03,
};

interface SteadyJoint {
  /** Across and down. */
  readonly place: SteadyPoint;
  /** Away from the viewer; its second axis is not used. */
  readonly depth: SteadyPoint;
}

/** Steadies the landmarks of one hand from frame to frame. */
export class SteadyHand {
  #joints: readonly SteadyJoint[] = [];

  /**
   * Takes in landmarks measured `seconds` after the last ones, more than 0, of a crop of `size` pixels.
   * @returns the steadied landmarks
   */
  update(landmarks: readonly HandPoint[], seconds: number, size: number): readonly HandPoint[] {
    if (this.#joints.length !== landmarks.length) {
      this.#joints = landmarks.map(([x, y, z]) => ({
        place: new SteadyPoint(tuning, x, y),
        depth: new SteadyPoint(tuning, z, 0),
      }));
      return landmarks;
    }
    return landmarks.map(([x, y, z], index): HandPoint => {
      const joint = this.#joints[index];
      if (!joint) return [x, y, z];
      joint.place.update(x, y, seconds, size);
      joint.depth.update(z, 0, seconds, size);
      return [joint.place.x, joint.place.y, joint.depth.x];
    });
  }
}
