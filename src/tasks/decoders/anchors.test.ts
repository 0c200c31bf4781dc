import { describe, expect, it } from "vitest";
import { anchorCentres } from "./anchors.ts";

describe("anchors of BlazeFace", () => {
  const centres = anchorCentres(256, 256, [
    { stride: 16, anchorsPerCell: 2 },
    { stride: 32, anchorsPerCell: 6 },
  ]);

  it("are 896", () => {
    expect(centres).toHaveLength(896 * 2);
  });

  it.each([
    ["the first cell, first anchor", 0, 8, 8],
    ["the first cell, second anchor", 1, 8, 8],
    ["the next column", 2, 24, 8],
    ["the next row", 32, 8, 24],
    ["the last of the fine layer", 511, 248, 248],
    ["the first of the coarse layer", 512, 16, 16],
    ["its sixth anchor", 517, 16, 16],
    ["its second column", 518, 48, 16],
    ["the very last", 895, 240, 240],
  ])("stand in the middle of their cell: %s", (_, anchor, x, y) => {
    expect([...centres.subarray(anchor * 2, anchor * 2 + 2)]).toEqual([x, y]);
  });
});

it("cells at an edge that the stride does not meet still count", () => {
  expect([...anchorCentres(40, 32, [{ stride: 32, anchorsPerCell: 1 }])]).toEqual([16, 16, 48, 16]);
});
