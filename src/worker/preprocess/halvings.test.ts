import { describe, expect, it } from "vitest";
import { affineOf, invert, place, placeRegion } from "#shared";
import { halvingsOf } from "./halvings.ts";

const input = { width: 256, height: 256 };

describe("how often a frame is halved before it is read", () => {
  it.each([
    [256, 256, 0],
    [511, 511, 0],
    [512, 512, 1],
    [1280, 720, 2],
    [1280, 500, 2],
    [4096, 4096, 4],
    [64, 64, 0],
  ])("fits %i × %i whole with %i halvings", (width, height, halvings) => {
    const toSource = invert(affineOf(place({ width, height }, input, "letterbox")));
    expect(halvingsOf(toSource)).toBe(halvings);
  });

  it("goes by the side that is shrunk less, and does not mind turning", () => {
    expect(
      halvingsOf(invert(affineOf(place({ width: 2048, height: 600 }, input, "stretch")))),
    ).toBe(1);
    const region = { centerX: 500, centerY: 400, width: 1030, height: 1030, rotation: 0.7 };
    expect(halvingsOf(invert(placeRegion(region, input)))).toBe(2);
  });
});
