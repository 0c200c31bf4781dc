import type { Region, Size } from "#shared";

/** Tiles of each scale overlap by this part of their side, so that no face is cut by all of them. */
const tileOverlap = 0.35;
/** Pixels of a tile's side at least: the finder's own. Smaller ones would only be blown up. */
const leastTile = 256;
/** Tiles at most, whatever the shape of the picture. */
const mostTiles = 40;
/** Overlapping squares that cover a picture; scale by scale, `counts` of them along its longer side. */
export function tilesOf({ width, height }: Size, counts: readonly number[]): Region[] {
  const tiles: Region[] = [];
  for (const count of counts) {
    const longer = Math.max(width, height);
    const side = longer / (count - (count - 1) * tileOverlap);
    if (side < leastTile) break;
    const starts = (length: number): number[] => {
      const steps = Math.max(0, Math.ceil((length - side) / (side * (1 - tileOverlap)) - 1e-9));
      const step = steps === 0 ? 0 : (length - side) / steps;
      return Array.from({ length: steps + 1 }, (_, index) => index * step);
    };
    for (const top of starts(height)) {
      for (const left of starts(width)) {
        tiles.push({
          centerX: left + side / 2,
          centerY: top + side / 2,
          width: side,
          height: side,
          rotation: 0,
        });
      }
    }
  }
  return tiles.slice(0, mostTiles);
}
