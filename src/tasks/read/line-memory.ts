import type { Region } from "#shared";
import { regionOverlap } from "../decoders/region-overlap.ts";
import type { FoundLine } from "./find-lines.ts";
import { type LineLook, likeness } from "./line-look.ts";
import type { LineReading } from "./read-line.ts";

/** A line of this frame, and what it is remembered to say, if anything. */
export interface KnownLine {
  readonly found: FoundLine;
  /** In this frame's pixels. */
  readonly reading: LineReading | undefined;
  /** Whether it was last read long ago. */
  readonly stale: boolean;
}

interface Remembered {
  readonly reading: LineReading;
  readonly look: LineLook | undefined;
  readonly region: Region;
  readonly readAtMs: number;
  readonly seenAtMs: number;
}

/** Overlap from which two places are one. */
const samePlace = 0.5;
/** Likeness from which what stands at the same place is the same line, and one that moved. */
const sameLook = 0.7;
const sameLookElsewhere = 0.92;
/** How far a line is looked for, in its heights. */
const reachHeights = 4;
/** Milliseconds after which a line is read again: a clock shows another minute. */
const staleMs = 2000;
/** Milliseconds for which a line out of sight is remembered. */
const rememberedMs = 3000;
/** By how much a new reading may be less sure than the old, and still be taken. */
const doubt = 0.05;

/** Remembers what lines said, so that an unchanged line is not read in every frame. */
export class LineMemory {
  #lines: readonly Remembered[] = [];

  /** Recognises the lines of a frame: by place and look, else by look nearby. `nowMs` only grows. */
  recall(found: readonly FoundLine[], nowMs: number): readonly KnownLine[] {
    const fresh = this.#lines.filter(({ seenAtMs }) => nowMs - seenAtMs <= rememberedMs);
    const pairs = found
      .flatMap((line) => fresh.map((old) => ({ line, old, near: nearness(line, old) })))
      .filter(({ near }) => near > 0)
      .sort((a, b) => b.near - a.near);
    const recalled = new Map<FoundLine, Remembered>();
    const used = new Set<Remembered>();
    for (const { line, old } of pairs) {
      if (recalled.has(line) || used.has(old)) continue;
      used.add(old);
      recalled.set(line, { ...old, region: line.region, look: line.look, seenAtMs: nowMs });
    }
    this.#lines = [...recalled.values(), ...fresh.filter((old) => !used.has(old))];
    return found.map((line) => {
      const old = recalled.get(line);
      return {
        found: line,
        reading: old && { ...old.reading, region: placedAs(line.region, old.reading) },
        stale: !old || nowMs - old.readAtMs >= staleMs,
      };
    });
  }

  /** Takes in what a line said when it was read; returns what it is taken to say. */
  learn({ found, reading: before }: KnownLine, reading: LineReading, nowMs: number): LineReading {
    const kept = before && !isBetter(reading, before) ? weaker(before, reading) : reading;
    const { region, look } = found;
    this.#lines = [
      ...this.#lines.filter((line) => line.region !== region),
      { reading: kept, look, region, readAtMs: nowMs, seenAtMs: nowMs },
    ];
    return kept;
  }
}

/** Above 0 for what may be the same line, the more the nearer. */
function nearness({ region, look }: FoundLine, old: Remembered): number {
  const overlap = regionOverlap(region, old.region);
  // Where looks are not at hand, place alone tells, and staleness mends what it tells wrongly.
  const alike = look && old.look ? likeness(look, old.look) : sameLook;
  if (overlap >= samePlace) return alike >= sameLook ? 1 + overlap : 0;
  const away = Math.hypot(region.centerX - old.region.centerX, region.centerY - old.region.centerY);
  const sizes = [region.width / old.region.width, region.height / old.region.height];
  const near =
    away <= reachHeights * region.height && sizes.every((part) => part > 0.8 && part < 1.25);
  return near && alike >= sameLookElsewhere ? alike : 0;
}

/** A line's place now, the way up that it was read. */
function placedAs(region: Region, { turned }: LineReading): Region {
  return turned ? { ...region, rotation: region.rotation + Math.PI } : region;
}

function isBetter(reading: LineReading, before: LineReading): boolean {
  // The recogniser loses spaces and never makes one up: of the same letters, more spaces are right.
  if (letters(reading) === letters(before)) return reading.text.length >= before.text.length;
  return reading.score >= before.score - doubt;
}

function letters({ text }: LineReading): string {
  return text.replaceAll(" ", "");
}

/** Kept against a reading of other letters that is less sure, until that has come again and again. */
function weaker(kept: LineReading, reading: LineReading): LineReading {
  if (letters(kept) === letters(reading)) return kept;
  return { ...kept, score: Math.max(0, kept.score - doubt / 2) };
}
