import { invert, mapPoint, placeRegion, type Region, type Size } from "#shared";

/** How a line looks from afar: its shades in a coarse grid, mean 0 and length 1; zeros where none differ. */
export type LineLook = Float32Array;

const columns = 24;
const rows = 3;
/** Samples a side in each cell: shades are means, so that a line a pixel aside looks the same. */
const samples = 3;

/** How a region of a finder's input looks, whose values are `[1, 3, H, W]`. */
export function lineLook(values: Float32Array, { width, height }: Size, region: Region): LineLook {
  const grid = { width: columns * samples, height: rows * samples };
  const toInput = invert(placeRegion(region, grid));
  const look = new Float32Array(columns * rows);
  for (let y = 0; y < grid.height; y += 1) {
    for (let x = 0; x < grid.width; x += 1) {
      const [inputX, inputY] = mapPoint(toInput, x + 0.5, y + 0.5);
      const column = Math.min(width - 1, Math.max(0, Math.floor(inputX)));
      const row = Math.min(height - 1, Math.max(0, Math.floor(inputY)));
      const cell = Math.floor(y / samples) * columns + Math.floor(x / samples);
      // Green, the middle plane, stands for all: it tells light from dark best.
      look[cell] = (look[cell] ?? 0) + (values[(height + row) * width + column] ?? 0);
    }
  }
  return normalised(look);
}

/** How much two lines look alike, −1 … 1: the correlation of their shades. */
export function likeness(a: LineLook, b: LineLook): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function normalised(look: LineLook): LineLook {
  const mean = look.reduce((sum, value) => sum + value, 0) / look.length;
  const centred = look.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return length < 1e-3 ? new Float32Array(look.length) : centred.map((value) => value / length);
}
