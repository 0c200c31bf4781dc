import { describe, expect, it } from "vitest";
import { createCaptureClock } from "./capture-clock.ts";

describe("the capture clock", () => {
  it("takes a first frame as captured when it arrived", () => {
    expect(createCaptureClock().captureMoment(2_000_000, 500)).toBe(500);
  });

  it("counts a late frame's age from the quickest delivery", () => {
    const clock = createCaptureClock();
    clock.captureMoment(2_000_000, 500);
    expect(clock.captureMoment(2_000_033, 733)).toBeCloseTo(533, 0);
  });

  it("learns from a quicker delivery than the first", () => {
    const clock = createCaptureClock();
    clock.captureMoment(0, 180);
    clock.captureMoment(33, 40);
    expect(clock.captureMoment(66, 173)).toBeCloseTo(73, 0);
  });

  it("follows a camera whose clock runs slow, without ages that grow", () => {
    const clock = createCaptureClock();
    let age = 0;
    for (let atMs = 0; atMs < 3_600_000; atMs += 1000) {
      age = atMs - clock.captureMoment(atMs * (1 - 5e-5), atMs);
    }
    expect(age).toBeLessThan(1);
  });

  it("starts afresh where the source sets its clock back", () => {
    const clock = createCaptureClock();
    clock.captureMoment(1_000_000, 100);
    expect(clock.captureMoment(0, 200)).toBe(200);
  });
});
