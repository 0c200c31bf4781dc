import { describe, expect, it } from "vitest";
import { tasks } from "#tasks";
import { exportOf } from "#tasks/exports";
import { exampleItem, exampleResults, exampleVideo } from "./example-items.ts";
import type { ExportItem } from "./export-item.ts";
import { resultsCsv } from "./results-csv.ts";

/** A reader of RFC 4180 that refuses what the standard does not allow. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) throw new Error(`no cell at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error("the last line does not end");
  return rows;
}

function tableOf(items: readonly ExportItem[]): Record<string, string>[] {
  const [header = [], ...rows] = parseCsv([...resultsCsv(items)].join(""));
  expect(new Set(header).size).toBe(header.length);
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""]));
  });
}

describe.each(tasks.map(({ id }) => id))("the table of %s", (task) => {
  const { columns, rows } = exportOf(task);
  const found = rows(exampleResults[task]);

  it("has a row for each thing, as wide as its header", () => {
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(row).toHaveLength(columns.length);
    expect(tableOf([exampleItem(task)])).toHaveLength(found.length);
  });

  it("says the same as the result when it is read back", () => {
    for (const [index, row] of tableOf([exampleItem(task)]).entries()) {
      for (const [place, column] of columns.entries()) {
        const wanted = found[index]?.[place];
        const read = row[column]?.replace(/^'/, "");
        expect([column, read]).toEqual([column, wanted === null ? "" : String(wanted)]);
      }
    }
  });
});

describe("resultsCsv", () => {
  it("tells the file, the size and the task in every row, and the time in videos", () => {
    const rows = tableOf([exampleItem("classify", "a.png"), exampleVideo("classify", 2)]);
    expect(
      rows.map(({ file, time_ms, width, height, task }) => [file, time_ms, width, height, task]),
    ).toEqual([
      ["a.png", "", "640", "480", "classify"],
      ["a.png", "", "640", "480", "classify"],
      ["classify.mp4", "0", "640", "480", "classify"],
      ["classify.mp4", "0", "640", "480", "classify"],
      ["classify.mp4", "40", "640", "480", "classify"],
      ["classify.mp4", "40", "640", "480", "classify"],
    ]);
  });

  it("has the columns of every task where several meet", () => {
    const [thing, , , line] = tableOf([exampleItem("detect"), exampleItem("read")]);
    expect(thing).toMatchObject({ task: "detect", label: "dog", x1: "", text: "" });
    expect(line).toMatchObject({ task: "read", label: "", x1: "1", score: "0.97" });
  });

  it("has its header without anything found", () => {
    const result = { ...exampleResults.detect, detections: [] };
    const [header, ...rows] = parseCsv(
      [...resultsCsv([{ ...exampleItem("detect"), results: [result] }])].join(""),
    );
    expect(header?.slice(0, 6)).toEqual(["file", "time_ms", "width", "height", "task", "label"]);
    expect(rows).toEqual([]);
  });

  // What opens as a formula in a spreadsheet, and what only looks a little like one.
  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30", "'+49 30"],
    ["-40℃", "'-40℃"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    ["  =1", "'  =1"],
    ["＝1+1", "'＝1+1"],
    ["a=b", "a=b"],
    ["'quoted", "'quoted"],
    ['say "a, b"', 'say "a, b"'],
    ["two\r\nlines", "two\r\nlines"],
    [" spaced ", " spaced "],
    ["", ""],
  ])("writes %j so that a spreadsheet shows it as text", (name, written) => {
    const [row] = tableOf([exampleItem("segment", name)]);
    expect(row?.file).toBe(written);
  });

  it("has a line for each thing with a shape of its own", () => {
    const instances = [
      { classId: 1, label: "person", score: 0.9, box: [1, 2, 30, 40], share: 0.2 },
      { classId: 1, label: "person", score: 0.8, box: [50, 2, 30, 40], share: 0.1 },
    ] as const;
    const item = { ...exampleItem("segment"), results: [{ ...exampleResults.segment, instances }] };
    expect(tableOf([item]).map(({ label, score, x }) => [label, score, x])).toEqual([
      ["person", "0.9", "1"],
      ["person", "0.8", "50"],
    ]);
  });

  it("quotes what it guards", () => {
    expect([...resultsCsv([exampleItem("segment", "=1+1")])][1]).toMatch(/^"'=1\+1",/);
  });

  it("leaves numbers below 0 numbers", () => {
    const [, row] = tableOf([exampleItem("read")]);
    expect(row?.x1).toBe("-5");
  });
});
