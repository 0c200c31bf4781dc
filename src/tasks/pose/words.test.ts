import { expect, it } from "vitest";
import type { PoseResult } from "#tasks";
import { spoken, words } from "./words.ts";

function result(people: number, count?: number): PoseResult {
  const person = { score: 0.8, box: [0, 0, 1, 1], keypoints: [] } as const;
  return {
    task: "pose",
    frame: { width: 640, height: 480, timestampMs: 0 },
    minScore: 0.3,
    people: Array.from({ length: people }, () => person),
    ...(count !== undefined && {
      repetitions: { joint: "left_knee", count, phase: "straight" },
    }),
  };
}

it.each([
  ["nobody", result(0), "", ""],
  ["somebody", result(1), "1 person", "One person"],
  ["no repetition yet", result(1, 0), "1 person · 0 repetitions", "One person"],
  ["the first", result(1, 1), "1 person · 1 repetition", "One person, 1 repetition"],
  ["the twelfth", result(1, 12), "1 person · 12 repetitions", "One person, 12 repetitions"],
  ["a counter before anybody came", result(0, 0), "", ""],
  ["a count of one who left", result(0, 7), "7 repetitions", "Nobody in view, 7 repetitions"],
])("says %s in one line and aloud", (_, found, line, aloud) => {
  expect(words(found)).toBe(line);
  expect(spoken(found)).toBe(aloud);
});
