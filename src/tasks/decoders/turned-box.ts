import type { Box, Region } from "#shared";

/** A box as a rectangle turned about its middle. */
export function turnedBox([x, y, width, height]: Box, rotation: number): Region {
  return { centerX: x + width / 2, centerY: y + height / 2, width, height, rotation };
}

/** The upright box around a box that is turned about its middle, in radians. */
export function uprightBox([x, y, width, height]: Box, rotation: number): Box {
  const [cos, sin] = [Math.abs(Math.cos(rotation)), Math.abs(Math.sin(rotation))];
  const wide = width * cos + height * sin;
  const high = width * sin + height * cos;
  return [x + (width - wide) / 2, y + (height - high) / 2, wide, high];
}
