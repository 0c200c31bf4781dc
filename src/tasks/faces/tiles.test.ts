import { describe, expect, it } from "vitest";
import { tilesOf } from "./tiles.ts";

describe.each([
  [640, 480],
  [1920, 1080],
  [1080, 1920],
  [1000, 1000],
  [3000, 700],
])("tiles of %i × %i", (width, height) => {
  const tiles = tilesOf({ width, height }, [2, 4]);

  it("leave no part out at the first scale", () => {
    const side = tiles[0]?.width ?? 0;
    const first = tiles.filter((tile) => tile.width === side);
    for (let x = 0; x <= 1; x += 0.05) {
      for (let y = 0; y <= 1; y += 0.05) {
        const covered = first.some(
          ({ centerX, centerY }) =>
            Math.abs(x * width - centerX) <= side / 2 + 1e-6 &&
            Math.abs(y * height - centerY) <= side / 2 + 1e-6,
        );
        expect(covered).toBe(true);
      }
    }
  });

  it("are never smaller than the finder's own picture, and not endlessly many", () => {
    expect(tiles.every((tile) => tile.width >= 256)).toBe(true);
    expect(tiles.length).toBeLessThanOrEqual(40);
  });
});

it("a picture as small as the finder's has none", () => {
  expect(tilesOf({ width: 320, height: 240 }, [2, 4])).toEqual([]);
});
