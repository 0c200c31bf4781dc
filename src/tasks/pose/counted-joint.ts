import { jointAngles } from "./joint-angles.ts";
import { RepetitionCounter } from "./repetition-counter.ts";
import type { Keypoint, PoseOptions, Repetitions } from "./task.ts";

/** Counts the repetitions of the joint that the options name; another joint starts anew. */
export class CountedJoint {
  #counter: RepetitionCounter | undefined;
  #before: Repetitions | undefined;

  /** @param before what was told last before the run was cut off: the same joint is counted on from there */
  constructor(before?: Repetitions) {
    this.#before = before;
  }

  /**
   * Takes in the next frame.
   * @param keypoints of the person whose joint is counted; undefined where nobody is in view
   * @returns undefined where nothing is counted
   */
  update(
    keypoints: readonly Keypoint[] | undefined,
    { counted, range, minScore }: PoseOptions,
    timestampMs: number,
  ): Repetitions | undefined {
    if (counted === "off") {
      this.#counter = undefined;
      this.#before = undefined;
      return undefined;
    }
    if (this.#counter?.state.joint !== counted) {
      const before = this.#before?.joint === counted ? this.#before : undefined;
      this.#counter = new RepetitionCounter(counted, before);
    }
    this.#before = undefined;
    const angle =
      keypoints && jointAngles(keypoints, minScore).find(({ joint }) => joint === counted);
    return this.#counter.update(angle?.degrees, timestampMs, range);
  }
}
