import { expect, it } from "vitest";
import { luminance, overlayColour } from "./colours.ts";

const classes = Array.from({ length: 80 }, (_, classId) => overlayColour(classId));

it("gives the same number the same colour, and neighbours different ones", () => {
  expect(classes).toEqual(classes.map((_, classId) => overlayColour(classId)));
  for (const [classId, { line }] of classes.entries()) {
    expect(line).not.toBe(overlayColour(classId + 1).line);
  }
});

it("puts text on each chip with a contrast of at least 4.5 to 1", () => {
  for (const { line, text } of classes) {
    const [dark, light] = [luminance(line), luminance(text)].sort((a, b) => a - b);
    expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
