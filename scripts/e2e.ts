import { mkdirSync } from "node:fs";
import { findChromium } from "./chromium.ts";
import { type Counts, printCounts, readPlaywrightCounts } from "./counts.ts";
import { run } from "./run.ts";

const report = "node_modules/.cache/localens/stories.json";

/** Builds the app and runs the browser stories; arguments go to Playwright. */
export async function e2e(args: readonly string[] = []): Promise<Counts> {
  mkdirSync("node_modules/.cache/localens", { recursive: true });
  const executable = await findChromium();
  console.log(`\n— browser stories (${executable})`);
  const built = await run("npm", ["run", "-s", "build"]);
  if (built.code !== 0) return { passed: 0, failed: 1, skipped: 0 };
  const chosen = args.some((one) => one.startsWith("--project"))
    ? []
    : ["--project=gpu", "--project=stories"];
  const { code } = await run("playwright", ["test", ...chosen, ...args], {
    CHROMIUM: executable,
  });
  return readPlaywrightCounts(report, code);
}

if (import.meta.url === `file://${process.argv[1]}`) printCounts(await e2e(process.argv.slice(2)));
