import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.ts";

const built = "dist/index.html";
const sources = ["src", "public", "models", "index.html", "vite.config.ts", "package-lock.json"];

/** Builds the app where the build is missing or older than its sources; ends the process where that fails. */
export async function buildIfStale(): Promise<void> {
  if (!isStale()) return;
  const { code } = await run("npm", ["run", "-s", "build"]);
  if (code !== 0) process.exit(code);
}

/** Whether the build is missing or something it was made from is newer. */
function isStale(): boolean {
  if (!existsSync(built)) return true;
  const builtMs = statSync(built).mtimeMs;
  return sources.some((source) => newestMs(source) > builtMs);
}

/** When a file, or the newest file of a folder, was last changed. */
function newestMs(path: string): number {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    info.mtimeMs,
  );
}
