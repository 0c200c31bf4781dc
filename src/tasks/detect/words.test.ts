import { expect, it } from "vitest";
import type { DetectResult } from "#tasks";
import { one, plural, spoken, words } from "./words.ts";

function result(...labels: string[]): DetectResult {
  return {
    task: "detect",
    frame: { width: 640, height: 480, timestampMs: 0 },
    detections: labels.map((label) => ({ label, classId: 0, score: 0.5, box: [0, 0, 1, 1] })),
  };
}

it.each([
  ["nothing", [], "", ""],
  ["one thing", ["dog"], "dog", "a dog"],
  ["two of a kind", ["person", "person"], "person ×2", "2 persons"],
  [
    "several kinds, the most frequent first",
    ["dog", "person", "person"],
    "person ×2 · dog",
    "2 persons and a dog",
  ],
  [
    "three kinds, equal counts in the order of the alphabet",
    ["umbrella", "dog", "car"],
    "car · dog · umbrella",
    "a car, a dog, and an umbrella",
  ],
])("says %s", (_, labels, line, sentence) => {
  expect(words(result(...labels))).toBe(line);
  expect(spoken(result(...labels))).toBe(sentence);
});

it.each([
  ["person", "persons", "a person"],
  ["bus", "buses", "a bus"],
  ["knife", "knives", "a knife"],
  ["sheep", "sheep", "a sheep"],
  ["mouse", "mice", "a mouse"],
  ["skis", "pairs of skis", "a pair of skis"],
  ["scissors", "pairs of scissors", "a pair of scissors"],
  ["couch", "couches", "a couch"],
  ["toothbrush", "toothbrushes", "a toothbrush"],
  ["wine glass", "wine glasses", "a wine glass"],
  ["sandwich", "sandwiches", "a sandwich"],
  ["teddy bear", "teddy bears", "a teddy bear"],
  ["airplane", "airplanes", "an airplane"],
  ["umbrella", "umbrellas", "an umbrella"],
  ["city", "cities", "a city"],
  ["toy", "toys", "a toy"],
])("says one and more of %s: %s, %s", (label, more, single) => {
  expect(plural(label)).toBe(more);
  expect(one(label)).toBe(single);
});
