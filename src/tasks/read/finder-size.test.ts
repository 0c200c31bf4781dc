import { expect, it } from "vitest";
import { finderSizes } from "./finder-size.ts";

it.each([
  [640, 480, "live", ["640×480"]],
  [1280, 720, "live", ["640×384"]],
  [720, 1280, "live", ["384×640"]],
  [1000, 1000, "live", ["640×640"]],
  [300, 80, "still", ["736×320"]],
  [800, 533, "still", ["960×736"]],
  [4000, 3000, "still", ["1536×1152", "640×480"]],
  [500, 5000, "still", ["384×1536", "160×640"]],
] as const)("fits %d × %d, %s, into a few sizes", (width, height, mode, sizes) => {
  const found = finderSizes({ width, height }, mode);
  expect(found.map((size) => `${size.width}×${size.height}`)).toEqual(sizes);
});

it("keeps to steps of 32, holds the frame whole, and uses few sizes for any frames", () => {
  const used = new Set<string>();
  for (let width = 50; width < 4000; width += 97) {
    for (let height = 50; height < 4000; height += 89) {
      for (const size of finderSizes({ width, height }, "still")) {
        expect([size.width % 32, size.height % 32]).toEqual([0, 0]);
        used.add(`${size.width}×${size.height}`);
      }
    }
  }
  expect(used.size).toBeLessThanOrEqual(36);
});
