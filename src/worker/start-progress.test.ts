import { expect, it } from "vitest";
import type { Events } from "#protocol";
import { createStartProgress } from "./start-progress.ts";

it("adds the engine to the files, and is whole when both are here", () => {
  const told: Events["progress"][] = [];
  const progress = createStartProgress((one) => told.push(one));
  progress.files(2, 10, 1);
  progress.expectEngine(100);
  progress.files(10, 10, 1);
  progress.engine(40);
  // It may weigh more than was thought.
  progress.engine(140);
  progress.engineHere();
  expect(told.map(({ loadedBytes, totalBytes }) => [loadedBytes, totalBytes])).toEqual([
    [2, 10],
    [2, 110],
    [10, 110],
    [50, 110],
    [110, 110],
    [110, 110],
  ]);
  expect(told.every(({ cachedBytes }) => cachedBytes === 1)).toBe(true);
});
