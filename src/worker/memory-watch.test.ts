import { describe, expect, it, vi } from "vitest";
import { createMemoryWatch, mostGrowthBytes } from "./memory-watch.ts";

function lab() {
  const held = { bytes: 1_000 };
  const onGrown = vi.fn();
  const watch = createMemoryWatch(() => held.bytes, onGrown);
  const look = (times: number, live = true): void => {
    for (let turn = 0; turn < times; turn += 1) watch.look(live);
  };
  return { held, onGrown, watch, look };
}

describe("createMemoryWatch", () => {
  it("tells, once, of memory that grew far beyond what the frames began with", () => {
    const { held, onGrown, look } = lab();
    look(10);
    held.bytes += mostGrowthBytes;
    look(10);
    expect(onGrown).not.toHaveBeenCalled();
    held.bytes += 1;
    look(10);
    expect(onGrown).toHaveBeenCalledTimes(1);
    expect(onGrown).toHaveBeenCalledWith(mostGrowthBytes + 1);
  });

  it("takes what the first frames make for no growth", () => {
    const { held, onGrown, look } = lab();
    for (let turn = 0; turn < 6; turn += 1) {
      look(1);
      held.bytes += mostGrowthBytes / 2;
    }
    look(10);
    expect(onGrown).not.toHaveBeenCalled();
  });

  it("does not take for the first frames' what comes all at once", () => {
    const { held, onGrown, look } = lab();
    look(2);
    held.bytes += mostGrowthBytes + 1;
    look(1);
    expect(onGrown).toHaveBeenCalledTimes(1);
  });

  it("takes what another session needs for no growth", () => {
    const { held, onGrown, watch, look } = lab();
    look(10);
    watch.restart();
    held.bytes += 2 * mostGrowthBytes;
    look(10);
    expect(onGrown).not.toHaveBeenCalled();
  });

  it("lets pictures of any size come and go", () => {
    const { held, onGrown, look } = lab();
    look(10);
    held.bytes += 2 * mostGrowthBytes;
    look(10, false);
    look(10);
    expect(onGrown).not.toHaveBeenCalled();
  });
});
