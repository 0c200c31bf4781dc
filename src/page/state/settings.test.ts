import { describe, expect, it } from "vitest";
import { sameShape } from "./settings.ts";

const defaults = { minScore: 0.4, classes: [] as string[] };

describe("sameShape", () => {
  it.each([
    ["nothing stored", undefined, defaults],
    ["stored values", { minScore: 0.6, classes: ["dog"] }, { minScore: 0.6, classes: ["dog"] }],
    [
      "a value of another type",
      { minScore: "high", classes: ["dog"] },
      { minScore: 0.4, classes: ["dog"] },
    ],
    [
      "an object where a list belongs",
      { minScore: 0.6, classes: {} },
      { minScore: 0.6, classes: [] },
    ],
    [
      "an option of a later version",
      { minScore: 0.6, later: true },
      { minScore: 0.6, classes: [] },
    ],
    ["rubbish", "rubbish", defaults],
  ])("%s", (_words, stored, options) => {
    expect(sameShape(defaults, stored)).toEqual(options);
  });
});
