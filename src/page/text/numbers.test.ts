import { describe, expect, it } from "vitest";
import { bytesInWords, timeInWords } from "./numbers.ts";

it.each([
  [0, "0 B"],
  [812, "812 B"],
  [430_400, "430 kB"],
  [999_600, "1.0 MB"],
  [4_420_000, "4.4 MB"],
  [9_960_000, "10 MB"],
  [27_300_000, "27 MB"],
  [999_600_000, "1.0 GB"],
  [10_737_000_000, "11 GB"],
])("reads %i bytes as %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});

describe("timeInWords", () => {
  it.each([
    [0, "0:00"],
    [7.9, "0:07"],
    [60, "1:00"],
    [750, "12:30"],
    [3723, "1:02:03"],
  ])("%d seconds are %s", (seconds, words) => {
    expect(timeInWords(seconds)).toBe(words);
  });
});
