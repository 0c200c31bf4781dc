import type { Box, Size } from "#shared";

/** How four numbers say where a box is: two corners, x or y first, or the centre and the size. */
export type Corners = "xyxy" | "yxyx" | "cxcywh";

/** A box from its four numbers, each in `unit`s of pixels. */
export function boxFrom(
  [first = 0, second = 0, third = 0, fourth = 0]: ArrayLike<number> & Iterable<number>,
  corners: Corners,
  unit: Size,
): Box {
  const [a, b, c, d] =
    corners === "yxyx" ? [second, first, fourth, third] : [first, second, third, fourth];
  const [x, y, z, w] = [a * unit.width, b * unit.height, c * unit.width, d * unit.height];
  return corners === "cxcywh" ? [x - z / 2, y - w / 2, z, w] : [x, y, z - x, w - y];
}

/**
 * What numbers of boxes are multiplied with to be pixels: the input's sides where they are parts of them.
 * Where the card leaves that open, the answers tell: parts do not go beyond two.
 */
export function unitOf(normalised: boolean | null, values: ArrayLike<number>, input: Size): Size {
  if (normalised ?? !reaches(values, 2)) return input;
  return { width: 1, height: 1 };
}

function reaches(values: ArrayLike<number>, most: number): boolean {
  for (let at = 0; at < values.length; at += 1) if ((values[at] ?? 0) > most) return true;
  return false;
}
