import type { Fit, Size } from "#shared";

/** RGBA bytes in rows from the top. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}

interface Tap {
  readonly index: number;
  readonly weight: number;
}

/** The source pixels under one target pixel: area averaging going down, two-tap linear going up. */
function tapsOf(target: number, scale: number, offset: number, sourceLength: number): Tap[] {
  const within = (index: number): number => Math.min(Math.max(index, 0), sourceLength - 1);
  const centre = (target + 0.5 - offset) / scale;
  if (scale >= 1) {
    const left = Math.floor(centre - 0.5);
    const right = centre - 0.5 - left;
    return [
      { index: within(left), weight: 1 - right },
      { index: within(left + 1), weight: right },
    ];
  }
  const start = centre - 0.5 / scale;
  const end = centre + 0.5 / scale;
  const taps: Tap[] = [];
  for (let index = Math.floor(start); index < end; index += 1) {
    const share = Math.min(index + 1, end) - Math.max(index, start);
    if (share > 0) taps.push({ index: within(index), weight: share * scale });
  }
  return taps;
}

/**
 * What fitting a picture means, written as plainly as possible and slowly: the reference for the real one.
 * Returns RGB bytes `[side, side, 3]` and which pixels the picture covers wholly.
 */
export function plainFit(
  source: Pixels,
  side: number,
  fit: Fit,
): { readonly rgb: Float32Array; readonly covered: Uint8Array } {
  const scaleX =
    fit === "stretch" ? side / source.width : side / Math.max(source.width, source.height);
  const scaleY = fit === "stretch" ? side / source.height : scaleX;
  const offsetX = (side - source.width * scaleX) / 2;
  const offsetY = (side - source.height * scaleY) / 2;
  const rgb = new Float32Array(side * side * 3);
  const covered = new Uint8Array(side * side);
  for (let y = 0; y < side; y += 1) {
    if (y < offsetY || y + 1 > side - offsetY) continue;
    const rows = tapsOf(y, scaleY, offsetY, source.height);
    for (let x = 0; x < side; x += 1) {
      if (x < offsetX || x + 1 > side - offsetX) continue;
      covered[y * side + x] = 1;
      const columns = tapsOf(x, scaleX, offsetX, source.width);
      for (let channel = 0; channel < 3; channel += 1) {
        let value = 0;
        for (const row of rows) {
          for (const column of columns) {
            const byte = source.data[(row.index * source.width + column.index) * 4 + channel] ?? 0;
            value += byte * row.weight * column.weight;
          }
        }
        rgb[(y * side + x) * 3 + channel] = value;
      }
    }
  }
  return { rgb, covered };
}
