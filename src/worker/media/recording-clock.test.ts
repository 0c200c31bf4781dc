import { describe, expect, it } from "vitest";
import { createRecordingClock } from "./recording-clock.ts";

function placed(clock: ReturnType<typeof createRecordingClock>, timesMs: readonly number[]) {
  return timesMs.map((timeMs) => Math.round(clock.place(timeMs).atMs));
}

describe("the recording's clock", () => {
  it("keeps the frames' own times, whatever their origin", () => {
    const clock = createRecordingClock(0, false);
    expect(placed(clock, [7_000_000, 7_000_040, 7_000_300])).toEqual([0, 40, 300]);
    expect(clock.endMs()).toBe(300 + 260);
  });

  it("goes on where the segment before ended", () => {
    const clock = createRecordingClock(1_234, false);
    expect(clock.endMs()).toBe(1_234);
    expect(placed(clock, [50, 90])).toEqual([1_234, 1_274]);
  });

  it.each([
    ["a pause is cut out", [0, 40, 60_040, 60_080], [0, 40, 80, 120]],
    ["a step back goes on", [0, 40, 10, 50], [0, 40, 80, 120]],
    ["the same moment twice goes on", [0, 40, 40], [0, 40, 80]],
    ["a slow engine's gap stays", [0, 40, 3_040], [0, 40, 3_040]],
  ])("%s", (_, timesMs, expected) => {
    expect(placed(createRecordingClock(0, false), timesMs)).toEqual(expected);
  });

  it("cuts no pause out where sound runs along", () => {
    expect(placed(createRecordingClock(0, true), [0, 40, 60_040])).toEqual([0, 40, 60_040]);
  });

  it("never gives two frames one moment", () => {
    const clock = createRecordingClock(0, false);
    const times = placed(clock, [100, 100, 99, 5, 5_200, 5_200]);
    expect(new Set(times).size).toBe(times.length);
  });
});
