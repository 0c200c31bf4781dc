import { describe, expect, it } from "vitest";
import { type Box, overlap } from "#shared";
import { type FollowedBox, Follower, keepScore } from "./follow.ts";
import type { FoundBox } from "./found-box.ts";

const minScore = 0.4;

/** The same random numbers in every run: mulberry32, then Box and Muller's normal distribution. */
function noise(seed: number): () => number {
  let state = seed;
  const even = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());
}

function shaken([x, y, width, height]: Box, part: number, next: () => number): Box {
  const amount = part * Math.sqrt(width * height);
  return [
    x + next() * amount,
    y + next() * amount,
    width + next() * amount,
    height + next() * amount,
  ];
}

function edgesOf([x, y, width, height]: Box): number[] {
  return [x, y, x + width, y + height];
}

function found(box: Box, score = 0.6, classId = 0): FoundBox {
  return { classId, score, box };
}

/** Mean movement of an edge from one frame to the next. */
function jitter(boxes: readonly Box[]): number {
  const moves = boxes.slice(1).flatMap((box, index) => {
    const before = edgesOf(boxes[index] ?? box);
    return edgesOf(box).map((edge, side) => Math.abs(edge - (before[side] ?? 0)));
  });
  return moves.reduce((sum, move) => sum + move, 0) / moves.length;
}

describe.each([1, 5, 15, 30, 60])("at %i frames a second", (fps) => {
  it("shakes a standing box at least three times less than the detector", () => {
    const follower = new Follower();
    const next = noise(fps);
    const raw = Array.from({ length: 120 }, () => shaken([100, 80, 60, 120], 0.02, next));
    const steady = raw.map((box, index) => {
      const [only] = follower.follow([found(box)], (index * 1000) / fps, minScore);
      return only?.box ?? box;
    });
    const wanted = fps === 1 ? 1.2 : 3;
    expect(jitter(raw) / jitter(steady)).toBeGreaterThan(wanted);
  });

  it.each([0.25, 0.5, 1, 2])("stays close to a box that moves %d sizes a second", (speed) => {
    const follower = new Follower();
    const size = 80;
    const behind: number[] = [];
    for (let frame = 0; frame < 4 * fps; frame += 1) {
      const x = (speed * size * frame) / fps;
      const [only] = follower.follow([found([x, 0, size, size])], (frame * 1000) / fps, minScore);
      if (frame >= fps) behind.push(Math.abs(x - (only?.box[0] ?? Number.NaN)) / size);
    }
    expect(Math.max(...behind)).toBeLessThan(0.1);
  });
});

describe("numbers", () => {
  /**
   * Eight seconds of a street: two people who walk through each other (the farther one is not found
   * while it is covered), a standing pair side by side, and a dog that trots. Boxes shake by 2 per
   * cent, a tenth of them is missing, a quarter scores low, and once everything is lost for 0.6 s.
   */
  function street(fps: number, seed: number) {
    const next = noise(seed);
    const frames: { timestampMs: number; found: FoundBox[]; truth: readonly Box[] }[] = [];
    for (let frame = 0; frame < 8 * fps; frame += 1) {
      const seconds = frame / fps;
      const truth: readonly Box[] = [
        [40 + 60 * seconds, 100, 60, 150],
        [520 - 60 * seconds, 96, 60, 150],
        [300, 300, 50, 120],
        [352, 302, 50, 120],
        [560 - 50 * seconds, 400, 80, 60],
      ];
      const visible = truth.flatMap((box, thing) => {
        const covered = thing === 1 && overlap(box, truth[0] ?? box) > 0.3;
        const dropped = next() > 1.28;
        const score = next() > 0.67 ? 0.3 : 0.6;
        const classId = thing === 4 ? 16 : 0;
        return covered || dropped ? [] : [found(shaken(box, 0.02, next), score, classId)];
      });
      const blind = seconds > 6 && seconds < 6.6;
      frames.push({ timestampMs: seconds * 1000, found: blind ? [] : visible, truth });
    }
    return frames;
  }

  it.each([
    [5, 1],
    [5, 2],
    [10, 3],
    [10, 4],
    [30, 5],
    [60, 6],
  ])("never change at %i frames a second, through crossings and gaps (clip %i)", (fps, seed) => {
    const follower = new Follower();
    const numbers = new Map<number, Set<number>>();
    for (const { timestampMs, found: boxes, truth } of street(fps, seed)) {
      for (const { trackId, box, classId } of follower.follow(boxes, timestampMs, minScore)) {
        // While two people cover each other nobody can say whose box it is.
        const nearest = truth
          .map((real, thing) => ({ thing, shared: overlap(real, box) }))
          .filter(({ thing }) => (thing === 4) === (classId === 16))
          .sort((a, b) => b.shared - a.shared);
        const [best, second] = nearest;
        if (!best || best.shared < 0.4 || (second && best.shared - second.shared < 0.3)) continue;
        numbers.set(best.thing, (numbers.get(best.thing) ?? new Set()).add(trackId));
      }
    }
    expect([...numbers.values()].map((ids) => ids.size)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set([...numbers.values()].flatMap((ids) => [...ids])).size).toBe(5);
  });

  it("are the same for the same frames", () => {
    const run = (): FollowedBox[][] => {
      const follower = new Follower();
      return street(10, 7).map((frame) =>
        follower.follow(frame.found, frame.timestampMs, minScore),
      );
    };
    expect(run()).toEqual(run());
  });

  it("start afresh when time runs backwards", () => {
    const follower = new Follower();
    follower.follow([found([0, 0, 50, 50])], 5000, minScore);
    expect(follower.follow([found([0, 0, 50, 50])], 0, minScore)).toMatchObject([{ trackId: 2 }]);
  });
});

describe("staying in view", () => {
  const box: Box = [10, 10, 100, 100];

  /** Runs one score per tenth of a second, null for a frame without the thing. */
  function shownNumbers(scores: readonly (number | null)[]): (number | undefined)[] {
    const follower = new Follower();
    return scores.map((score, index) => {
      const boxes = score === null ? [] : [found(box, score)];
      return follower.follow(boxes, index * 100, minScore)[0]?.trackId;
    });
  }

  const gap = (frames: number): null[] => Array.from({ length: frames }, () => null);

  it.each([
    ["appears at the smallest score, at once", [0.39, 0.4], [undefined, 1]],
    ["stays at a lower score", [0.5, 0.3, 0.3, 0.3, 0.3], [1, 1, 1, 1, 1]],
    ["does not appear at a lower score", [0.3, 0.3, 0.3], [undefined, undefined, undefined]],
    ["stays through a missing frame", [0.5, null, 0.5], [1, 1, 1]],
    ["goes when it is missing longer", [0.5, ...gap(5)], [1, 1, 1, 1, undefined, undefined]],
  ])("%s", (_, scores, numbers) => {
    expect(shownNumbers(scores)).toEqual(numbers);
  });

  it.each([
    ["the same number after one second", 10, 1],
    ["a new number after three", 30, 2],
  ])("comes back with %s", (_, frames, number) => {
    expect(shownNumbers([0.5, ...gap(frames), 0.5]).at(-1)).toBe(number);
  });

  it("goes when its score falls below what is kept", () => {
    expect(keepScore(minScore)).toBeCloseTo(0.24);
    expect(shownNumbers([0.5, ...Array.from({ length: 8 }, () => 0.2)]).at(-1)).toBe(undefined);
  });

  it("keeps its number and its class while the detector wavers", () => {
    const follower = new Follower();
    const classes = [2, 2, 2, 7, 2, 7, 2, 2].map((classId, index) => {
      const [only, ...others] = follower.follow([found(box, 0.5, classId)], index * 100, minScore);
      expect(others).toEqual([]);
      return [only?.trackId, only?.classId];
    });
    expect(classes).toEqual(classes.map(() => [1, 2]));
  });

  it("is renamed when the detector changed its mind for good", () => {
    const follower = new Follower();
    const classes = [2, 2, 7, 7, 7, 7, 7, 7].map(
      (classId, index) =>
        follower.follow([found(box, 0.5, classId)], index * 100, minScore)[0]?.classId,
    );
    expect(classes.at(-1)).toBe(7);
  });
});
