import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
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
      this.addWatchFile(path);
      const code = await compiled(path);
      return { code: `export default "${code.toString("base64")}"`, moduleType: "js" };
    },
  };
}

/** Compiles once for each state of a source and each compiler: the compiler takes seconds. */
async function compiled(path: string): Promise<Buffer> {
  const compiler = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  const key = createHash("sha256")
    .update(readFileSync(path))
    .update(readFileSync(compiler))
    .update(options.join(" "))
    .digest("hex");
  const kept = join(cache, `${key}.wasm`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    // Others may be compiling the same: whoever is last replaces the whole file.
    const whole = join(cache, `${key}-${process.pid}.wasm`);
    const asc = join(dirname(compiler), "bin/asc.js");
    await run(process.execPath, [asc, relative("", path), ...options, "--outFile", whole]);
    renameSync(whole, kept);
  }
  return readFileSync(kept);
}
