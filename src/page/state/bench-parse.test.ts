import { describe, expect, it } from "vitest";
import { parseBenchReport, readBenchReport } from "./bench-parse.ts";
import { benchReport } from "./bench-report.ts";
import { exampleParts, exampleSeries } from "./example-bench.ts";

type Json = Record<string, unknown>;

const good = (): Json => {
  const refused = exampleSeries({ opened: null, runs: [], reason: "no" });
  return JSON.parse(JSON.stringify(benchReport(exampleParts([exampleSeries(), refused])))) as Json;
};

/** A good report with one field set, or taken away where the value is undefined. */
function spoilt(path: string, value: unknown): string {
  const report = good();
  const keys = path.split(".");
  let at: Json = report;
  for (const key of keys.slice(0, -1)) at = at[key] as Json;
  const last = keys.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(report);
}

describe("a report that is opened", () => {
  it("is read as it was written", async () => {
    const text = JSON.stringify(good());
    expect(parseBenchReport(text, "phone.json")).toEqual(good());
    expect(await readBenchReport(new File([text], "phone.json"))).toEqual(good());
  });

  it.each([
    ["", "not-json"],
    ["<!doctype html>", "not-json"],
    ["[]", "another-kind"],
    ["null", "another-kind"],
    ['{"schema":"localens.results.v1"}', "another-kind"],
    ['{"execution_results":{}}', "another-kind"],
    ['{"schema":"localens.benchmark.v2"}', "newer"],
    ['{"schema":"localens.benchmark.v1"}', "damaged"],
  ])("is refused where it is %j", (text, fault) => {
    expect(() => parseBenchReport(text, "phone.json")).toThrowError(
      expect.objectContaining({
        code: "report-refused",
        details: expect.objectContaining({ file: "phone.json", fault }),
      }),
    );
  });

  it.each<[string, unknown]>([
    ["createdAt", "yesterday"],
    ["app.version", undefined],
    ["device.browser", 3],
    ["device.cores", 0],
    ["device.isolated", "yes"],
    ["device.gpu", {}],
    ["device.screen", null],
    ["model.id", undefined],
    ["model.title", "x".repeat(1_001)],
    ["model.sha256", []],
    ["model.input.width", 0],
    ["conditions.length", "for ever"],
    ["conditions.mostRuns", 1.5],
    ["candidates", []],
    ["candidates", {}],
    ["candidates.0.engine", "magic"],
    ["candidates.0.at", "guessed"],
    ["candidates.0.cold.compileMs", -1],
    ["candidates.0.stages.infer.p50Ms", null],
    ["candidates.0.stages.infer.runs", 0],
    ["candidates.0.stages.decode", 3],
    ["candidates.0.agreement", undefined],
    ["candidates.0.agreement.worst", "small"],
    ["candidates.0.drift.binMs", 0],
    ["candidates.0.drift.bins", []],
    ["candidates.0.quantilesMs", [1]],
    ["candidates.1.reason", undefined],
  ])("is refused with %s as %j, and says which field it is", (path, value) => {
    const told = path.replace(/\.(\d+)/g, "[$1]");
    expect(() => parseBenchReport(spoilt(path, value), "phone.json")).toThrowError(
      expect.objectContaining({
        details: {
          file: "phone.json",
          fault: "damaged",
          path: expect.stringMatching(new RegExp(`^${told.replace(/[[\].]/g, "\\$&")}`)),
        },
      }),
    );
  });

  it("is refused with a hash that is none", () => {
    expect(() => parseBenchReport(spoilt("model.sha256.onnx-fp32", ["0"]), "a")).toThrowError(
      expect.objectContaining({ code: "report-refused" }),
    );
  });

  it("is refused unread where it is larger than any", async () => {
    const file = new File([new Uint8Array(9 * 2 ** 20)], "huge.json");
    await expect(readBenchReport(file)).rejects.toMatchObject({
      details: { fault: "too-large" },
    });
  });
});
