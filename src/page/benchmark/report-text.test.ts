import { expect, it } from "vitest";
import { benchReport } from "../state/bench-report.ts";
import { exampleDevice, exampleParts } from "../state/example-bench.ts";
import { reportText } from "./report-text.ts";

it("says the same in fewer lines, whatever the browser calls itself", () => {
  const device = { ...exampleDevice, userAgent: "[ 1, 2 ]", gpu: '[\n 1,\n 2\n] "x"' };
  const report = benchReport(exampleParts(undefined, { device }));
  const text = reportText(report);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
  expect(text).toMatch(/"quantilesMs": \[[\d., ]+\]/);
  expect(text.split("\n").length).toBeLessThan(250);
});
