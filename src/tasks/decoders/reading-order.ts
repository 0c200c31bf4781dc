import type { Region } from "#shared";
import { cornersOf } from "./min-area-rectangle.ts";

/** Anything that lies in a turned rectangle whose `rotation` is its reading direction. */
export interface Placed {
  readonly region: Region;
}

/** A line's extent once the page is turned level. */
interface Extent<Line> {
  readonly line: Line;
  readonly left: number;
  readonly right: number;
  /** Of the middle three fifths of its height: tight lines do not touch. */
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

/** Columns are prose: this many lines or more in each, */
const columnLines = 3;
/** each line this many times as long as high on average, so that the prices of a receipt are none. */
const columnRatio = 4;

/**
 * Lines in the order in which they are read: rows from top to bottom, each from left to right, but
 * columns of prose one after the other. A page that is turned as a whole is read along its lines.
 */
export function readingOrder<Line extends Placed>(lines: readonly Line[]): readonly Line[] {
  const angle = pageAngle(lines);
  return inOrder(lines.map((line) => extentOf(line, angle))).map(({ line }) => line);
}

/** The direction in which half of all text, by length, is turned less and half more. */
function pageAngle(lines: readonly Placed[]): number {
  const [x, y] = lines.reduce(
    ([x, y], { region: { rotation, width } }) => [
      x + width * Math.cos(rotation),
      y + width * Math.sin(rotation),
    ],
    [0, 0],
  );
  // Angles about their mean have no seam at half a turn, where upside-down pages lie.
  const mean = Math.atan2(y, x);
  const turned = lines
    .map(({ region: { rotation, width } }) => ({ turn: turnFrom(mean, rotation), weight: width }))
    .sort((a, b) => a.turn - b.turn);
  let rest = turned.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { turn, weight } of turned) {
    rest -= weight;
    if (rest <= 0) return mean + turn;
  }
  return 0;
}

/** The turn from one angle to another, −π … π. */
function turnFrom(from: number, to: number): number {
  return Math.atan2(Math.sin(to - from), Math.cos(to - from));
}

function extentOf<Line extends Placed>(line: Line, angle: number): Extent<Line> {
  const [cos, sin] = [Math.cos(-angle), Math.sin(-angle)];
  const corners = cornersOf(line.region).map(([x, y]) => [x * cos - y * sin, x * sin + y * cos]);
  const xs = corners.map(([x = 0]) => x);
  const ys = corners.map(([, y = 0]) => y);
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const margin = (bottom - top) / 5;
  return {
    line,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: top + margin,
    bottom: bottom - margin,
    height: line.region.height,
  };
}

function inOrder<Line>(extents: readonly Extent<Line>[]): readonly Extent<Line>[] {
  const rows = rowsOf(extents);
  for (let length = rows.length; length > 0; length -= 1) {
    for (let start = 0; start + length <= rows.length; start += 1) {
      const columns = columnsOf(rows.slice(start, start + length).flat());
      if (!columns) continue;
      return [
        ...inOrder(rows.slice(0, start).flat()),
        ...inOrder(columns[0]),
        ...inOrder(columns[1]),
        ...inOrder(rows.slice(start + length).flat()),
      ];
    }
  }
  return rows.flatMap((row) => levelRows(row).flat());
}

/** Lines that overlap in height, directly or through others, from top to bottom. */
function rowsOf<Line>(extents: readonly Extent<Line>[]): readonly (readonly Extent<Line>[])[] {
  const rows: Extent<Line>[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const extent of [...extents].sort((a, b) => a.top - b.top)) {
    if (extent.top >= bottom) rows.push([]);
    rows.at(-1)?.push(extent);
    bottom = Math.max(bottom, extent.bottom);
  }
  return rows;
}

/** A row as lines that truly stand side by side, each from left to right. */
function levelRows<Line>(row: readonly Extent<Line>[]): readonly (readonly Extent<Line>[])[] {
  const rows: Extent<Line>[][] = [];
  for (const extent of [...row].sort((a, b) => a.top + a.bottom - b.top - b.bottom)) {
    const first = rows.at(-1)?.[0];
    const middle = (extent.top + extent.bottom) / 2;
    if (first && middle < first.bottom) rows.at(-1)?.push(extent);
    else rows.push([extent]);
  }
  return rows.map((level) => level.sort((a, b) => a.left - b.left));
}

/** Two columns of prose, parted where the gap is widest; undefined where there are none. */
function columnsOf<Line>(
  extents: readonly Extent<Line>[],
): readonly [left: readonly Extent<Line>[], right: readonly Extent<Line>[]] | undefined {
  if (extents.length < 2 * columnLines) return undefined;
  const sorted = [...extents].sort((a, b) => a.left - b.left);
  const heights = extents.map(({ height }) => height).sort((a, b) => a - b);
  let widest = heights[heights.length >> 1] ?? 0;
  let cut = 0;
  let reach = Number.NEGATIVE_INFINITY;
  for (const [index, { left, right }] of sorted.entries()) {
    const whole = index >= columnLines && sorted.length - index >= columnLines;
    if (whole && left - reach > widest) {
      widest = left - reach;
      cut = index;
    }
    reach = Math.max(reach, right);
  }
  if (cut === 0) return undefined;
  const [left, right] = [sorted.slice(0, cut), sorted.slice(cut)];
  return isProse(left) && isProse(right) && standTogether(left, right) ? [left, right] : undefined;
}

function isProse(column: readonly Extent<unknown>[]): boolean {
  const ratios = column.reduce((sum, { left, right, height }) => sum + (right - left) / height, 0);
  return rowsOf(column).length >= columnLines && ratios / column.length >= columnRatio;
}

/** Whether two columns share at least half of the height of the lower one. */
function standTogether(a: readonly Extent<unknown>[], b: readonly Extent<unknown>[]): boolean {
  const span = (column: readonly Extent<unknown>[]): readonly [number, number] => [
    Math.min(...column.map(({ top }) => top)),
    Math.max(...column.map(({ bottom }) => bottom)),
  ];
  const [topA, bottomA] = span(a);
  const [topB, bottomB] = span(b);
  const shared = Math.min(bottomA, bottomB) - Math.max(topA, topB);
  return shared >= Math.min(bottomA - topA, bottomB - topB) / 2;
}
