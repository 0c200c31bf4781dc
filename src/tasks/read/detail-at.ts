import type { ViewDetail } from "#tasks/view";
import type { ReadLine, ReadResult } from "./task.ts";
import { readText } from "./text.ts";

/** The details of the smallest line that holds the point, in source pixels; nothing elsewhere. */
export function detailAt({ lines }: ReadResult, x: number, y: number): ViewDetail | undefined {
  const [line] = lines.filter((one) => holds(one, x, y)).sort((a, b) => area(a) - area(b));
  if (!line) return undefined;
  const { rows } = readText.en;
  const [width, height] = sidesOf(line).map(Math.round);
  const [first, second] = line.quad;
  const degrees = Math.round(
    (Math.atan2(second[1] - first[1], second[0] - first[0]) / Math.PI) * 180,
  );
  return {
    title: line.text,
    rows: [
      { name: rows.score, value: `${Math.round(line.score * 100)}%` },
      { name: rows.position, value: `${Math.round(first[0])}, ${Math.round(first[1])} px` },
      { name: rows.size, value: `${width} × ${height} px` },
      { name: rows.angle, value: `${degrees}°` },
    ],
  };
}

/** Inside is to the right of every side of a quad whose corners go clockwise. */
function holds({ quad }: ReadLine, x: number, y: number): boolean {
  return quad.every(([x1, y1], index) => {
    const [x2, y2] = quad[(index + 1) % quad.length] ?? [x1, y1];
    return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0;
  });
}

function sidesOf({ quad: [a, b, , d] }: ReadLine): readonly [width: number, height: number] {
  return [Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(d[0] - a[0], d[1] - a[1])];
}

function area(line: ReadLine): number {
  const [width, height] = sidesOf(line);
  return width * height;
}
