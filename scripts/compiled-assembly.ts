import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const query = ".ts?compiled";
const run = promisify(execFile);
const cache = "node_modules/.cache/localens/compiled";

/** Vectors, no host functions, a heap that is our own business, and memory from 256 KiB to 64 MiB. */
const options = [
  ...["-O3", "--noAssert", "--enable", "simd", "--runtime", "stub"],
  ...["--initialMemory", "4", "--maximumMemory", "1024"],
] as const;

/**
 * Gives, for `import code from "./loops.ts?compiled"`, the WebAssembly of an AssemblyScript file in base64:
 * a few kilobytes within a worker's own code are there when it is, offline too.
 */
export function compiledAssembly(): Plugin {
  return {
    name: "compiled-assembly",
    async load(id) {
      if (!id.endsWith(query)) return null;
      const path = id.slice(0, -"?compiled".length);
      const sources = sourcesOf(path);
      for (const source of sources) this.addWatchFile(source);
      const code = await compiled(path, sources);
      return { code: `export default "${code.toString("base64")}"`, moduleType: "js" };
    },
  };
}

/** A file and those beside it, which it may import. */
function sourcesOf(path: string): readonly string[] {
  const folder = dirname(path);
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return names.sort().map((name) => join(folder, name));
}

const compiling = new Map<string, Promise<Buffer>>();

/** Compiles once for each state of the sources and each compiler: the compiler takes seconds. */
function compiled(path: string, sources: readonly string[]): Promise<Buffer> {
  const compiler = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  const key = createHash("sha256")
    .update(JSON.stringify(sources.map((source) => readFileSync(source, "utf8"))))
    .update(readFileSync(compiler))
    .update(options.join(" "))
    .digest("hex");
  const known = compiling.get(key) ?? compile(path, join(dirname(compiler), "bin/asc.js"), key);
  compiling.set(key, known);
  return known;
}

async function compile(path: string, compiler: string, key: string): Promise<Buffer> {
  const kept = join(cache, `${key}.wasm`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    // Another process may be compiling the same: whoever is last replaces the whole file.
    const whole = join(cache, `${key}-${process.pid}.wasm`);
    await run(process.execPath, [compiler, relative("", path), ...options, "--outFile", whole]);
    renameSync(whole, kept);
  }
  return readFileSync(kept);
}
