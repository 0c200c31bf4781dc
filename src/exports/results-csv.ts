import { type Cell, exportOf } from "#tasks/exports";
import type { ExportItem } from "./export-item.ts";

const ownColumns = ["file", "time_ms", "width", "height", "task"] as const;

/**
 * One row for each thing found, in parts that belong one after the other: RFC 4180 with CRLF, UTF-8
 * without a byte order mark. A task's columns are always the same; where files of several tasks meet,
 * the header has the columns of each. `time_ms` is empty for pictures.
 */
export function* resultsCsv(items: readonly ExportItem[]): Generator<string> {
  const tasks = [...new Set(items.map(({ task }) => task))];
  const found = [...new Set(tasks.flatMap((task) => exportOf(task).columns))];
  yield csvLine([...ownColumns, ...found]);
  for (const { file, kind, width, height, task, results } of items) {
    const { columns, rows } = exportOf(task);
    const places = found.map((column) => columns.indexOf(column));
    for (const result of results) {
      const time = kind === "video" ? result.frame.timestampMs : null;
      for (const row of rows(result)) {
        const cells = places.map((place) => row[place] ?? null);
        yield csvLine([file, time, width, height, task, ...cells]);
      }
    }
  }
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * A cell as RFC 4180 writes it. Text that a spreadsheet would take for a formula gets an apostrophe
 * before it, which spreadsheets do not show: names of files and text in pictures come from anybody.
 */
function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // Full-width signs begin formulas in some spreadsheets too.
  const guarded = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  const isPlain = guarded === cell && !/[",\r\n]|^\s|\s$/.test(cell);
  return isPlain ? cell : `"${guarded.replaceAll('"', '""')}"`;
}
