import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.ts";
import { serve } from "./serve.ts";

const built = "dist/index.html";
const sources = ["src", "public", "models", "index.html", "vite.config.ts", "package-lock.json"];

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

const port = Number(process.env.PORT ?? 4173);
if (isStale()) {
  const { code } = await run("npm", ["run", "-s", "build"]);
  if (code !== 0) process.exit(code);
}
try {
  const { url } = await serve({ root: "dist", port, host: process.env.HOST ?? "127.0.0.1" });
  console.log(`Localens is at ${url}`);
} catch (error) {
  const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  if (!busy) throw error;
  console.error(`Port ${port} is taken. Choose another one: PORT=${port + 1} npm start`);
  process.exit(1);
}
