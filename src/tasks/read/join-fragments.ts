import type { Region } from "#shared";
import type { Point } from "../decoders/bitmap-components.ts";
import { convexHull } from "../decoders/convex-hull.ts";
import type { ReadText } from "../decoders/greedy-ctc.ts";
import { cornersOf, minAreaRectangle } from "../decoders/min-area-rectangle.ts";
import type { Placed } from "../decoders/reading-order.ts";

/** Text and where it stands; the region's `rotation` is the reading direction. */
export interface PlacedText extends ReadText, Placed {}

/** Fragments of a line are turned alike within this, */
const sameTurn = (12 / 180) * Math.PI;
/** as high as each other within this factor, */
const sameHeight = 1.6;
/** level within this part of their height, */
const sameLevel = 0.45;
/** and this many heights apart, or less. */
const widestGap = 1;
/** Fragments that are nearer than this show parts of each other's letters. */
const touching = 0.1;

/**
 * Joins regions that overlap along a line, as fragments of one do: read one by one, they would read the
 * letters between them twice.
 */
export function joinTouching(regions: readonly Region[]): readonly Region[] {
  const fragments = regions.map((region) => ({ region }));
  return chains(fragments, touching).map(around);
}

/**
 * Joins the fragments into which a finder breaks widely set lines: words parted by spaces, letters of
 * scripts that use none by nothing.
 */
export function joinFragments(fragments: readonly PlacedText[]): readonly PlacedText[] {
  return chains(fragments, widestGap).map((line) => {
    const text = line.reduce((before, { text }) => joinText(before, text), "");
    const letters = line.reduce((sum, one) => sum + one.text.length, 0);
    const score = line.reduce((sum, one) => sum + one.score * one.text.length, 0);
    return { text, score: score / Math.max(1, letters), region: around(line) };
  });
}

/** Fragments as lines, each in reading order; `widest` is the widest gap within one, in heights. */
function chains<One extends Placed>(fragments: readonly One[], widest: number): readonly One[][] {
  const pairs = fragments
    .flatMap((before) => fragments.map((after) => ({ before, after, gap: gapOf(before, after) })))
    .filter(({ gap }) => gap <= widest)
    .sort((a, b) => a.gap - b.gap);
  const next = new Map<One, One>();
  const continued = new Set<One>();
  for (const { before, after } of pairs) {
    if (next.has(before) || continued.has(after)) continue;
    next.set(before, after);
    continued.add(after);
  }
  return fragments
    .filter((fragment) => !continued.has(fragment))
    .map((first) => {
      const line = [first];
      for (let last = next.get(first); last; last = next.get(last)) line.push(last);
      return line;
    });
}

/** How far ahead of one fragment another begins, in heights; infinite where it does not continue it. */
function gapOf({ region: before }: Placed, { region: after }: Placed): number {
  const ratio = after.height / before.height;
  const alike =
    Math.cos(after.rotation - before.rotation) >= Math.cos(sameTurn) &&
    ratio <= sameHeight &&
    ratio >= 1 / sameHeight;
  const [cos, sin] = [Math.cos(before.rotation), Math.sin(before.rotation)];
  const [x, y] = [after.centerX - before.centerX, after.centerY - before.centerY];
  const height = Math.min(before.height, after.height);
  const along = x * cos + y * sin;
  const gap = (along - (before.width + after.width) / 2) / height;
  const level = Math.abs(y * cos - x * sin) <= sameLevel * height;
  // Being ahead by a height keeps a chain from closing to a ring.
  return alike && level && along > height && gap >= -1 ? gap : Number.POSITIVE_INFINITY;
}

/** The rectangle around fragments of a line, its width along the first. */
function around(line: readonly Placed[]): Region {
  const [first, ...others] = line;
  if (first && others.length === 0) return first.region;
  const corners: Point[] = line.flatMap(({ region }) => [...cornersOf(region)]);
  return turnedAs(minAreaRectangle(convexHull(corners)), first?.region.rotation ?? 0);
}

const spaceless = /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u;

function joinText(line: string, next: string): string {
  const [last = "", first = ""] = [[...line].at(-1), [...next.trimStart()].at(0)];
  const plain = last === "" || last === " " || spaceless.test(last) || spaceless.test(first);
  return line + (plain ? "" : " ") + next.trimStart();
}

/** The same rectangle with its width in the direction that is nearest to an angle. */
function turnedAs(region: Region, angle: number): Region {
  const quarters = Math.round((angle - region.rotation) / (Math.PI / 2));
  const rotation = region.rotation + quarters * (Math.PI / 2);
  if (quarters % 2 === 0) return { ...region, rotation };
  return { ...region, width: region.height, height: region.width, rotation };
}
