import { expect, it } from "vitest";
import { cardById } from "#models";
import { type EngineId, filesOf } from "#shared";
import { taskById } from "#tasks";
import { isStored } from "./is-stored.ts";

/** The files of a task's variants in a format. */
function filesIn(taskId: string, format: string): Set<string> {
  const models = Object.values(taskById(taskId)?.models ?? {});
  return new Set(
    models.flatMap((id) => {
      const card = cardById(id);
      const variant = card?.variants.find((one) => one.format === format);
      return card && variant ? filesOf(card, variant).map(({ sha256 }) => sha256) : [];
    }),
  );
}

it.each<[string, string, EngineId | undefined, boolean]>([
  ["faces", "tfjs", undefined, true],
  ["faces", "tflite", undefined, true],
  ["faces", "tfjs", "tfjs", true],
  ["faces", "tfjs", "litert", false],
  // An engine that cannot run the task stands in nobody's way.
  ["segment", "tflite", "tfjs", true],
])("is %s stored with its %s files, for %s: %s", (task, format, engine, stored) => {
  const files = filesIn(task, format);
  expect(files.size).toBeGreaterThan(0);
  expect(isStored(task, engine, files)).toBe(stored);
});

it("is not where one file of one model is missing", () => {
  const [one, ...others] = filesIn("faces", "tfjs");
  expect(one).toBeDefined();
  expect(isStored("faces", undefined, new Set(others))).toBe(false);
});

it("is not of a task that ships no model", () => {
  expect(isStored("classify", undefined, new Set(["a"]))).toBe(false);
});
