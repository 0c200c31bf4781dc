import { describe, expect, it, vi } from "vitest";
import { heartbeatMs } from "#protocol";
import { createHeartbeat } from "./heartbeat.ts";

describe("createHeartbeat", () => {
  it("tells of steps while no timer comes through, and not of each", () => {
    const emit = vi.fn();
    let nowMs = 0;
    const heartbeat = createHeartbeat(emit, () => nowMs);
    for (let step = 0; step < 100; step += 1) {
      nowMs += heartbeatMs / 10;
      heartbeat.step();
    }
    expect(emit).toHaveBeenCalledTimes(10);
  });

  it("tells of a step that took long at once", () => {
    const emit = vi.fn();
    let nowMs = 0;
    const heartbeat = createHeartbeat(emit, () => nowMs);
    nowMs += 3 * heartbeatMs;
    heartbeat.step();
    expect(emit).toHaveBeenCalledOnce();
  });
});
