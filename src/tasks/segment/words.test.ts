import { describe, expect, it } from "vitest";
import type { SegmentResult } from "#tasks";
import { detailAt, detailPoints } from "./detail-at.ts";
import { spoken, words } from "./words.ts";

const frame = { width: 400, height: 200, timestampMs: 0 };

function covering(coverage: number): SegmentResult {
  return {
    task: "segment",
    frame,
    mask: { width: 1, height: 1, coverage, alpha: new ArrayBuffer(1) },
  };
}

it.each([
  ["nobody", 0, "", "nobody"],
  ["a few stray cells", 0.004, "", "nobody"],
  ["somebody far away", 0.008, "person, 1% of the picture", "a person, about 5% of the picture"],
  ["somebody", 0.336, "person, 34% of the picture", "a person, about 30% of the picture"],
  ["somebody close", 1, "person, 100% of the picture", "a person, about 100% of the picture"],
])("says %s", (_, coverage, line, sentence) => {
  expect(words(covering(coverage))).toBe(line);
  expect(spoken(covering(coverage))).toBe(sentence);
});

/** Two of eight cells are a person: the third and fourth of the lower row. */
const person: SegmentResult = {
  task: "segment",
  frame,
  mask: {
    width: 4,
    height: 2,
    coverage: 0.25,
    alpha: Uint8Array.of(0, 0, 20, 0, 0, 0, 255, 153).buffer,
  },
};

it("tells about the person at a point, and of nothing beside them", () => {
  expect(detailAt(person, 399, 199)).toEqual({
    title: "Person",
    rows: [
      { name: "Share of the picture", value: "25%" },
      { name: "Score here", value: "60%" },
    ],
  });
  expect(detailAt(person, 250, 50)).toBe(undefined);
  expect(detailAt(person, 100, 150)).toBe(undefined);
  expect(detailAt(person, 400, 150)).toBe(undefined);
});

it("names a point that lies on the person", () => {
  const [point] = detailPoints(person);
  expect(point && detailAt(person, ...point)?.title).toBe("Person");
  expect(detailPoints(covering(0))).toEqual([]);
});

describe("classes", () => {
  const named: SegmentResult = {
    ...person,
    classes: {
      width: 2,
      height: 2,
      classIds: Uint8Array.of(0, 7, 7, 3).buffer,
      found: [
        { classId: 7, label: "horse", share: 0.5 },
        { classId: 3, label: "person", share: 0.247 },
        { classId: 9, label: "speck", share: 0.003 },
      ],
    },
  };

  it("are told with their share, specks left out", () => {
    expect(words(named)).toBe("horse 50% · person 25%");
    expect(spoken(named)).toBe("horse and person");
  });

  it("are named at a point, and nothing on the background", () => {
    expect(detailAt(named, 399, 10)).toEqual({
      title: "horse",
      rows: [{ name: "Share of the picture", value: "50%" }],
    });
    expect(detailAt(named, 10, 10)).toBe(undefined);
  });
});
