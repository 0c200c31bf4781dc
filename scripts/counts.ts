import { readFileSync, rmSync } from "node:fs";

/** How many checks and tests passed, failed, were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Nothing run yet. */
export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Two counts as one. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

function readReport(path: string): Record<string, unknown> | undefined {
  try {
    const report = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    // A report left from an earlier run must never be read as this one's.
    rmSync(path);
    return report;
  } catch {
    return undefined;
  }
}

function atLeastOneFailure(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Reads Vitest's JSON report; a runner that failed without one counts as one failure. */
export function readVitestCounts(path: string, exitCode: number): Counts {
  const report = readReport(path);
  if (report === undefined) return { ...none, failed: 1 };
  const counts = {
    passed: Number(report.numPassedTests),
    failed: Number(report.numFailedTests),
    skipped: Number(report.numPendingTests),
  };
  return atLeastOneFailure(counts, exitCode);
}

/** Reads Playwright's JSON report; a runner that failed without one counts as one failure. */
export function readPlaywrightCounts(path: string, exitCode: number): Counts {
  const stats = readReport(path)?.stats as Record<string, number> | undefined;
  if (stats === undefined) return { ...none, failed: 1 };
  const counts = {
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: stats.unexpected ?? 0,
    skipped: stats.skipped ?? 0,
  };
  return atLeastOneFailure(counts, exitCode);
}

/** Prints the closing line and sets the exit code. */
export function printCounts({ passed, failed, skipped }: Counts): void {
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
