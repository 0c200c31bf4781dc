import { describe, expect, it } from "vitest";
import type { InputSpec } from "#shared";
import { exampleCard } from "#shared/example-card";
import { normalizationOf, normalizations, numbersOf, withChannels } from "./normalization.ts";

const input: InputSpec = { ...exampleCard.input, layout: "NCHW" };

describe("normalisation", () => {
  it.each(["RGB", "BGR", "grey"] as const)("is recognised by its numbers: %s", (channels) => {
    for (const name of normalizations) {
      expect(normalizationOf({ ...input, channels, ...numbersOf(name, channels) })).toBe(name);
    }
  });

  it("is recognised where it is off by half a byte, and not where it is another", () => {
    expect(normalizationOf({ ...input, mean: [127, 127, 127], std: [128, 128, 128] })).toBe(
      "signed",
    );
    expect(normalizationOf({ ...input, mean: [10, 0, 0] })).toBe(undefined);
  });

  it("goes with its colours", () => {
    const turned = withChannels({ ...input, mean: [1, 2, 3], std: [4, 5, 6] }, "BGR");
    expect(turned).toMatchObject({ channels: "BGR", mean: [3, 2, 1], std: [6, 5, 4] });
    expect(withChannels(turned, "RGB").mean).toEqual([1, 2, 3]);
    expect(withChannels(turned, "BGR").mean).toEqual([3, 2, 1]);
  });
});
