import { describe, expect, it } from "vitest";
import { createRunTimes } from "./run-times.ts";

describe("the times of runs", () => {
  it("counts every run and takes the median of the last thirty, each kind for itself", () => {
    const times = createRunTimes();
    for (let run = 0; run < 30; run += 1) times.add("finder 1×2×2×3", 10);
    for (let run = 0; run < 30; run += 1) times.add("finder 1×2×2×3", 40);
    times.add("finder 1×4×4×3", 7);
    expect(times.report()).toEqual([
      { of: "finder 1×2×2×3", count: 60, p50Ms: 40 },
      { of: "finder 1×4×4×3", count: 1, p50Ms: 7 },
    ]);
  });

  it("begins anew when it is cleared", () => {
    const times = createRunTimes();
    times.add("body", 10);
    times.clear();
    times.add("body", 3);
    expect(times.report()).toEqual([{ of: "body", count: 1, p50Ms: 3 }]);
  });

  it("does not grow with ever other sizes", () => {
    const times = createRunTimes();
    for (let size = 0; size < 1000; size += 1) times.add(`reader 1×${size}`, 1);
    expect(times.report().length).toBeLessThanOrEqual(12);
  });
});
