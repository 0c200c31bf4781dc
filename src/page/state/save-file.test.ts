import { describe, expect, it } from "vitest";
import { nameOfMoment } from "./save-file.ts";

describe("nameOfMoment", () => {
  it("sorts by time and holds nothing that a file system refuses", () => {
    const early = nameOfMoment(new Date(2026, 4, 4, 9, 5, 7));
    expect(early).toBe("localens-2026-05-04-09-05-07");
    expect(early < nameOfMoment(new Date(2026, 4, 4, 10, 0, 0))).toBe(true);
  });
});
