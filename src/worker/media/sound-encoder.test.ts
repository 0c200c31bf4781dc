import { describe, expect, it } from "vitest";
import { joinSound, type PlacedSound } from "./sound-encoder.ts";

function sound(startMs: number, samples: readonly number[], sampleRate = 1_000): PlacedSound {
  const channels = [Float32Array.from(samples), Float32Array.from(samples, (value) => -value)];
  return {
    chunk: { sampleRate, heardAtMs: 0, channels },
    startMs,
    endMs: startMs + samples.length,
  };
}

describe("joining sound", () => {
  it("makes one of what follows without a gap, each channel for itself", () => {
    const [joined, rest] = joinSound([sound(10, [1, 2]), sound(12, [3]), sound(13, [4])]);
    expect(joined).toMatchObject({ startMs: 10, endMs: 14 });
    expect(joined.chunk.channels.map((channel) => [...channel])).toEqual([
      [1, 2, 3, 4],
      [-1, -2, -3, -4],
    ]);
    expect(rest).toEqual([]);
  });

  it.each([
    ["a gap", sound(20, [3])],
    ["another rate", sound(12, [3], 2_000)],
    [
      "another number of channels",
      {
        ...sound(12, [3]),
        chunk: { sampleRate: 1_000, heardAtMs: 0, channels: [Float32Array.of(3)] },
      },
    ],
  ])("ends at %s and keeps the rest", (_, other) => {
    const after = sound(21, [9]);
    const [joined, rest] = joinSound([sound(10, [1, 2]), other, after]);
    expect(joined.endMs).toBe(12);
    expect(rest).toEqual([other, after]);
  });
});
