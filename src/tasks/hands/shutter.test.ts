import { describe, expect, it } from "vitest";
import { readyShutter, shutterState, stepShutter } from "./shutter.ts";
import { firesShutter, type HandsResult, type ShutterState } from "./task.ts";

/** The states after each step, at times in milliseconds. */
function states(steps: readonly (readonly [ms: number, isHeld: boolean])[]): ShutterState[] {
  let shutter = readyShutter;
  return steps.map(([ms, isHeld]) => {
    shutter = stepShutter(shutter, isHeld, ms);
    return shutterState(shutter, ms);
  });
}

describe("the shutter without hands", () => {
  it("counts down from the gesture on, also when the hand is lowered, and takes one picture", () => {
    expect(
      states([
        [0, false],
        [1000, true],
        [1600, false],
        [2500, false],
        [3999, false],
        [4000, false],
        [4100, false],
      ]),
    ).toEqual([
      { progress: 0, secondsLeft: 0, shots: 0 },
      { progress: 0, secondsLeft: 3, shots: 0 },
      { progress: 0.2, secondsLeft: 3, shots: 0 },
      { progress: 0.5, secondsLeft: 2, shots: 0 },
      { progress: expect.closeTo(2999 / 3000, 6), secondsLeft: 1, shots: 0 },
      { progress: 0, secondsLeft: 0, shots: 1 },
      { progress: 0, secondsLeft: 0, shots: 1 },
    ]);
  });

  it("takes the next picture only after the gesture was let go", () => {
    const shots = states([
      [0, true],
      [3000, true],
      [7000, true],
      [7100, false],
      [7200, true],
      [10_200, true],
    ]).map((state) => state.shots);
    expect(shots).toEqual([0, 1, 1, 1, 1, 2]);
  });

  it("takes the picture at the first frame after the countdown, however late that is", () => {
    expect(
      states([
        [0, true],
        [9000, false],
      ]).map(({ shots }) => shots),
    ).toEqual([0, 1]);
  });
});

describe("whether a picture is to be taken", () => {
  const at = (shots: number | undefined): HandsResult => ({
    task: "hands",
    frame: { width: 1, height: 1, timestampMs: 0 },
    hands: [],
    ...(shots !== undefined && { shutter: { progress: 0, secondsLeft: 0, shots } }),
  });

  it.each<[string, HandsResult | undefined, HandsResult, boolean]>([
    ["a countdown ended", at(0), at(1), true],
    ["it ended between results that were passed over", at(1), at(3), true],
    ["nothing happened", at(2), at(2), false],
    ["a new run begins from nothing", at(2), at(0), false],
    ["the shutter is off", at(2), at(undefined), false],
    ["the shutter was just turned on again", at(undefined), at(2), false],
    ["there was no result before", undefined, at(1), false],
  ])("when %s", (_, before, now, fires) => {
    expect(firesShutter(before, now)).toBe(fires);
  });
});
