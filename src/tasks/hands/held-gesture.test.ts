import { describe, expect, it } from "vitest";
import { holdGesture, noGesture } from "./held-gesture.ts";
import type { Gesture } from "./task.ts";

/** What is told after each step of what is seen, at times in milliseconds. */
function told(steps: readonly (readonly [ms: number, seen: Gesture | null])[]): (Gesture | null)[] {
  let held = noGesture(0);
  return steps.map(([ms, seen]) => {
    held = holdGesture(held, seen, ms);
    return held.told;
  });
}

describe("a gesture", () => {
  it("is told once it was held for 300 ms", () => {
    expect(
      told([
        [0, "fist"],
        [290, "fist"],
        [300, "fist"],
      ]),
    ).toEqual([null, null, "fist"]);
  });

  it("is not told on the way to another", () => {
    expect(
      told([
        [0, "fist"],
        [150, "point"],
        [300, "victory"],
        [450, "victory"],
        [600, "victory"],
      ]),
    ).toEqual([null, null, null, null, "victory"]);
  });

  it("survives a frame in which it was not recognised", () => {
    expect(
      told([
        [0, "fist"],
        [300, "fist"],
        [400, null],
        [500, "fist"],
        [600, null],
      ]),
    ).toEqual([null, "fist", "fist", "fist", "fist"]);
  });

  it("is taken back after 200 ms of something else, before that is told", () => {
    expect(
      told([
        [0, "fist"],
        [300, "fist"],
        [400, "point"],
        [599, "point"],
        [600, "point"],
        [700, "point"],
      ]),
    ).toEqual([null, "fist", "fist", "fist", null, "point"]);
  });

  it("is told at a slow frame rate, too", () => {
    expect(
      told([
        [0, "fist"],
        [900, "fist"],
        [1800, null],
        [2700, null],
      ]),
    ).toEqual([null, "fist", "fist", null]);
  });
});
