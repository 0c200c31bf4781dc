import * as library from "@litertjs/core";
import { causeInWords } from "./cause-in-words.ts";
import { engineAddress } from "./engine-address.ts";
import { servedInstead } from "./served-instead.ts";
import { withSmallerMemory } from "./smaller-memory.ts";

/** The builds of the library: without relaxed SIMD, with it, with threads, with promises that wasm waits for. */
export type LitertBuild = "compat" | "plain" | "threaded" | "jspi";

const fileOf: Readonly<Record<LitertBuild, string>> = {
  compat: "litert_wasm_compat_internal",
  plain: "litert_wasm_internal",
  threaded: "litert_wasm_threaded_internal",
  jspi: "litert_wasm_jspi_internal",
};

/** A started build. */
export interface LitertRuntime {
  readonly library: typeof library;
  /** The name of its files, without the ending. */
  readonly file: string;
  readonly threads: number;
  /** Keeps the runtime while a session uses it. */
  hold(): { release(): void };
}

/** Starts builds of the library, of which only one can be there at a time. */
export interface LitertRuntimes {
  /** The build, or the one that sessions already use: every build can compute everything. */
  start(build: LitertBuild, device: GPUDevice | undefined): Promise<LitertRuntime>;
  /** Drops the runtime after a failure; the next start gets fresh memory. */
  giveUp(): void;
}

/** What the library's loader scripts expect to find, and leave, on the global object. */
interface LoaderGlobals {
  importScripts?: unknown;
  Module?: object | undefined;
  ModuleFactory?: unknown;
}

/** Prepares the starting of builds in this worker. */
export function createLitertRuntime(): LitertRuntimes {
  const factories = new Map<string, unknown>();
  let current:
    | { readonly build: LitertBuild; readonly runtime: Promise<LitertRuntime> }
    | undefined;
  let sessions = 0;

  async function begin(build: LitertBuild, device: GPUDevice | undefined): Promise<LitertRuntime> {
    const file = fileOf[build];
    const script = engineAddress("litert", `${file}.js`);
    const globals = globalThis as LoaderGlobals;
    globals.ModuleFactory = await factoryOf(file, script);
    globals.Module = {
      locateFile: (name: string) => engineAddress("litert", name),
      mainScriptUrlOrBlob: script,
      // Its notes go to the console as errors, dozens of them; what matters is thrown.
      print: () => {},
      printErr: () => {},
    };
    const ownImportScripts = Object.getOwnPropertyDescriptor(globals, "importScripts");
    const createEnvironment = library.Environment.create;
    globals.importScripts = () => {};
    // Left alone, it would ask for a GPU device of its own, even when only the CPU is wanted.
    library.Environment.create = async () =>
      new library.Environment({ webGpuDevice: device ?? null });
    try {
      const { liteRtWasm } = await withSmallerMemory(() => library.loadLiteRt(script));
      const threads = build === "threaded" ? liteRtWasm.getThreadCount() : 1;
      return { library, file, threads, hold };
    } catch (cause) {
      const served = /magic word|aborted/i.test(causeInWords(cause))
        ? await servedInstead(engineAddress("litert", `${file}.wasm`))
        : undefined;
      throw served === undefined ? cause : new Error(served, { cause });
    } finally {
      library.Environment.create = createEnvironment;
      if (ownImportScripts) Object.defineProperty(globals, "importScripts", ownImportScripts);
      else delete globals.importScripts;
    }
  }

  /** The loader's result, of which the script's first evaluation in this worker is the only one. */
  async function factoryOf(file: string, script: string): Promise<unknown> {
    if (!factories.has(file)) {
      try {
        // Module workers refuse the `importScripts` with which the library loads this script: it is
        // imported here, and the copy that we serve puts its factory on the global object.
        await import(/* @vite-ignore */ script);
      } catch (cause) {
        const served = await servedInstead(script, "script");
        throw served === undefined ? cause : new Error(served, { cause });
      }
      factories.set(file, (globalThis as LoaderGlobals).ModuleFactory);
    }
    return factories.get(file);
  }

  function hold(): { release(): void } {
    sessions += 1;
    let held = true;
    return {
      release() {
        if (held) sessions -= 1;
        held = false;
      },
    };
  }

  return {
    async start(build, device) {
      if (current && current.build !== build && sessions === 0) {
        await current.runtime.catch(() => {});
        library.unloadLiteRt();
        current = undefined;
      }
      current ??= { build, runtime: begin(build, device) };
      const runtime = await current.runtime;
      if (device && library.getWebGpuDevice() !== device) library.setWebGpuDevice(device);
      return runtime;
    },
    giveUp() {
      if (sessions > 0 || !current) return;
      current = undefined;
      library.unloadLiteRt();
    },
  };
}
