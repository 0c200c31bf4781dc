import type { Box, Size } from "#shared";

/**
 * A place for the chip of each line, on the canvas, above or else below the line, where it covers neither
 * a line nor an earlier chip; undefined where there is none. `lines` are bounds in canvas pixels.
 */
export function chipPlaces(
  lines: readonly Box[],
  chips: readonly Size[],
  canvas: Size,
): readonly (Box | undefined)[] {
  const taken: Box[] = [...lines];
  return lines.map(([left, top, , lineHeight], index) => {
    const { width, height } = chips[index] ?? { width: 0, height: 0 };
    const x = Math.max(0, Math.min(left, canvas.width - width));
    const place = [top - height, top + lineHeight]
      .map((y): Box => [x, y, width, height])
      .find(
        (chip) =>
          chip[1] >= 0 &&
          chip[1] + height <= canvas.height &&
          !taken.some((other) => covers(chip, other)),
      );
    if (place) taken.push(place);
    return place;
  });
}

function covers(a: Box, b: Box): boolean {
  return a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];
}
