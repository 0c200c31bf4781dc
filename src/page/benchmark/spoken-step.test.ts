import { expect, it } from "vitest";
import { exampleCandidate } from "../state/example-bench.ts";
import { spokenStep } from "./spoken-step.ts";

it("speaks of every start, and then only of tenths", () => {
  const spoken = (part: number) => spokenStep({ at: "running", part, runs: [1] }, []);
  expect(spokenStep({ at: "starting", index: 0, total: 2 }, [exampleCandidate])).toMatch(/1 of 2$/);
  expect([0, 0.04, 0.1, 0.19, 1].map(spoken)).toEqual(
    [0, 0, 10, 10, 100].map((percent) => `Measuring, ${percent} %`),
  );
});
