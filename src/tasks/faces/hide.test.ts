import { describe, expect, it } from "vitest";
import { mapPoint, placeRegion, type Region } from "#shared";
import type { Square } from "./face-track.ts";
import { HiddenHeads, headRegion } from "./hide.ts";

function face(x: number, y: number, side = 60, rotation = 0): Square {
  return { centre: [x, y], side, rotation };
}

function covers(regions: readonly Region[], x: number, y: number): boolean {
  return regions.some((region) => {
    const [u, v] = mapPoint(placeRegion(region, { width: 1, height: 1 }), x, y);
    return u >= 0 && u <= 1 && v >= 0 && v <= 1;
  });
}

/** Whether a whole head is covered: hair above, ears aside and the chin below of an upright face. */
function coversHead(regions: readonly Region[], { centre: [x, y], side }: Square): boolean {
  return [
    [0, -1.1],
    [-0.75, -0.5],
    [0.75, -0.5],
    [-0.75, 0.2],
    [0.75, 0.2],
    [0, 0.75],
  ].every(([u = 0, v = 0]) => covers(regions, x + u * side, y + v * side));
}

describe("a head's region", () => {
  it("covers hair, ears and chin", () => {
    expect(coversHead([headRegion(face(300, 200), 1)], face(300, 200))).toBe(true);
  });

  it("turns with the head: its hair is where its brow points", () => {
    const lying = [headRegion(face(300, 200, 60, Math.PI / 2), 1)];
    expect(covers(lying, 300 + 66, 200)).toBe(true);
    expect(covers(lying, 300, 200 - 66)).toBe(false);
  });

  it("grows with the size that a person sets", () => {
    const [plain, large] = [headRegion(face(0, 0), 1), headRegion(face(0, 0), 2)];
    expect([large.width, large.height]).toEqual([plain.width * 2, plain.height * 2]);
  });
});

describe.each([5, 10, 30])("at %i frames a second", (fps) => {
  const frameMs = 1000 / fps;

  it("a head that stands still stays covered for a second in which it is not found", () => {
    const heads = new HiddenHeads();
    for (let ms = 0; ms <= 500; ms += frameMs) heads.cover([face(300, 200)], ms, 1);
    for (let ms = 500 + frameMs; ms <= 1400; ms += frameMs) {
      expect(coversHead(heads.cover([], ms, 1), face(300, 200))).toBe(true);
    }
  });

  it.each([
    ["goes on", 1],
    ["stops", 0],
    ["goes on at half its speed", 0.5],
  ])("a head that moves and %s while it is not found stays covered", (_, part) => {
    const heads = new HiddenHeads();
    const speed = 90;
    let lastMs = 0;
    for (let ms = 0; ms <= 1000; ms += frameMs) {
      heads.cover([face(100 + (speed * ms) / 1000, 200)], ms, 1);
      lastMs = ms;
    }
    for (let ms = lastMs + frameMs; ms <= lastMs + 800; ms += frameMs) {
      const x = 100 + (speed * (lastMs + (ms - lastMs) * part)) / 1000;
      expect(covers(heads.cover([], ms, 1), x, 200)).toBe(true);
    }
  });

  it("is uncovered once it is gone for long", () => {
    const heads = new HiddenHeads();
    heads.cover([face(300, 200)], 0, 1);
    heads.cover([face(300, 200)], frameMs, 1);
    let regions = heads.cover([], 2 * frameMs, 1);
    for (let ms = 3 * frameMs; ms <= 4500; ms += frameMs) regions = heads.cover([], ms, 1);
    expect(regions).toEqual([]);
  });
});

describe("hidden heads", () => {
  it("are covered in the very frame in which they appear", () => {
    expect(coversHead(new HiddenHeads().cover([face(50, 60, 40)], 0, 1), face(50, 60, 40))).toBe(
      true,
    );
  });

  it("grow while they are not found", () => {
    const heads = new HiddenHeads();
    const [seen] = heads.cover([face(300, 200)], 0, 1);
    const widths = [200, 400, 800].map((ms) => heads.cover([], ms, 1)[0]?.width ?? 0);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(widths[0]).toBeGreaterThan(seen?.width ?? Number.POSITIVE_INFINITY);
  });

  it("are covered along the way that they may have gone, and not far beside it", () => {
    const heads = new HiddenHeads();
    for (let ms = 0; ms <= 1000; ms += 100) heads.cover([face(100 + ms * 0.3, 200)], ms, 1);
    const regions = heads.cover([], 1600, 1);
    for (let x = 400; x <= 580; x += 20) expect(covers(regions, x, 200)).toBe(true);
    expect(covers(regions, 400, 200 - 150)).toBe(false);
    expect(covers(regions, 580 + 200, 200)).toBe(false);
  });

  it("do not go on for ever, however fast they were", () => {
    const heads = new HiddenHeads();
    for (let ms = 0; ms <= 500; ms += 50) heads.cover([face(ms, 200)], ms, 1);
    const [region] = heads.cover([], 1400, 1);
    expect(region?.width).toBeLessThan(9 * 60);
  });

  it("are the same ones whether they stopped or went on while they were not found", () => {
    for (const x of [400, 580]) {
      const heads = new HiddenHeads();
      for (let ms = 0; ms <= 1000; ms += 100) heads.cover([face(100 + ms * 0.3, 200)], ms, 1);
      expect(heads.cover([face(x, 200)], 1600, 1)).toHaveLength(1);
    }
  });

  it("do not shrink at once when the finder takes half a head for a whole one", () => {
    const heads = new HiddenHeads();
    heads.cover([face(300, 200, 100)], 0, 1);
    const regions = heads.cover([face(310, 210, 50)], 33, 1);
    expect(regions[0]?.width).toBeGreaterThan(0.9 * headRegion(face(0, 0, 100), 1).width);
  });

  it("are several, one lost and one found", () => {
    const heads = new HiddenHeads();
    heads.cover([face(100, 200), face(400, 200)], 0, 1);
    const regions = heads.cover([face(405, 200)], 100, 1);
    expect(coversHead(regions, face(100, 200))).toBe(true);
    expect(coversHead(regions, face(405, 200))).toBe(true);
  });

  it("survive frames that come seldom", () => {
    const heads = new HiddenHeads();
    heads.cover([face(300, 200)], 0, 1);
    heads.cover([face(300, 200)], 600, 1);
    expect(coversHead(heads.cover([], 1200, 1), face(300, 200))).toBe(true);
    expect(coversHead(heads.cover([], 1800, 1), face(300, 200))).toBe(true);
  });

  it("are forgotten when time runs backwards: another clip begins", () => {
    const heads = new HiddenHeads();
    heads.cover([face(300, 200)], 5000, 1);
    expect(heads.cover([], 0, 1)).toEqual([]);
  });
});
