import { mkdirSync } from "node:fs";
import { addCounts, type Counts, none, printCounts, readVitestCounts } from "./counts.ts";
import { run } from "./run.ts";

const steps = [
  { name: "format and lint", command: "biome", args: ["check", "--error-on-warnings", "."] },
  { name: "types", command: "tsc", args: ["-b"] },
  { name: "dead code", command: "knip", args: ["--no-progress"] },
] as const;

const unitsReport = "node_modules/.cache/localens/units.json";

/** Format, lint, types, dead code and units; each static step counts as one check. */
export async function check(): Promise<Counts> {
  let counts = none;
  mkdirSync("node_modules/.cache/localens", { recursive: true });
  // Types, dead code and units read the prepared model files' cards and public/.
  const prepared = await run("tsx", ["models/build.ts"]);
  if (prepared.code !== 0) return { passed: 0, failed: 1, skipped: 0 };
  for (const { name, command, args } of steps) {
    console.log(`\n— ${name}`);
    const { code } = await run(command, args);
    counts = addCounts(counts, {
      passed: Number(code === 0),
      failed: Number(code !== 0),
      skipped: 0,
    });
  }
  console.log("\n— units");
  const units = await run("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${unitsReport}`,
  ]);
  return addCounts(counts, readVitestCounts(unitsReport, units.code));
}

if (import.meta.url === `file://${process.argv[1]}`) printCounts(await check());
