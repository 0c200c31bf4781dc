import * as library from "@litertjs/core";
import { type EarlyThreads, openEarlyThreads } from "./early-threads.ts";
import { engineAddress } from "./engine-address.ts";
import { servedInstead } from "./served-instead.ts";
import { withSmallerMemory } from "./smaller-memory.ts";

/** The builds of the library: without relaxed SIMD, with it, with threads, with promises that wasm waits for. */
export type LitertBuild = "compat" | "plain" | "threaded" | "jspi";

/** The addresses of what a build's start fetches. */
export function runtimeFiles(build: LitertBuild): readonly string[] {
  return [wasmAddress(build), scriptAddress(build)];
}

function wasmAddress(build: LitertBuild): string {
  return engineAddress("litert", `${fileOf[build]}.wasm`);
}

function scriptAddress(build: LitertBuild): string {
  return engineAddress("litert", `${fileOf[build]}.js`);
}

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

/** How the library's loader scripts are given their instance. */
type ReceiveInstance = (instance: WebAssembly.Instance, module: WebAssembly.Module) => unknown;

/**
 * Fetches and compiles a wasm file.
 * @throws Error where something else is served; AppError `offline`, `download-failed`
 */
async function compileFrom(address: string): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    const type = response.headers.get("Content-Type") ?? "";
    // Only what is served as wasm may be compiled as it comes.
    return type.startsWith("application/wasm")
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    const served = await servedInstead(address);
    throw served === undefined ? cause : new Error(served, { cause });
  }
}

/** By its name the library's script knows that it is to be a thread. */
function openThread(): Worker {
  return new Worker(new URL("./litert-thread.ts", import.meta.url), {
    type: "module",
    name: "em-pthread",
  });
}

/** Prepares the starting of builds in this worker. */
export function createLitertRuntime(): LitertRuntimes {
  const factories = new Map<string, unknown>();
  let current:
    | { readonly build: LitertBuild; readonly runtime: Promise<LitertRuntime> }
    | undefined;
  let sessions = 0;

  async function begin(build: LitertBuild, device: GPUDevice | undefined): Promise<LitertRuntime> {
    const script = scriptAddress(build);
    // As many as the library asks for.
    const count = build === "threaded" ? navigator.hardwareConcurrency : 0;
    const threads = openEarlyThreads(script, count, openThread);
    try {
      return await beginWith(threads, script, build, device);
    } finally {
      threads.close();
    }
  }

  async function beginWith(
    early: EarlyThreads,
    script: string,
    build: LitertBuild,
    device: GPUDevice | undefined,
  ): Promise<LitertRuntime> {
    const file = fileOf[build];
    const globals = globalThis as LoaderGlobals;
    const [factory, module] = await Promise.all([
      factoryOf(file, script),
      // Megabytes: they are compiled while the script that asks for them is on its way.
      compileFrom(wasmAddress(build)),
    ]);
    globals.ModuleFactory = factory;
    globals.Module = {
      locateFile: (name: string) => engineAddress("litert", name),
      // At once, for what fails later the script would wait for for ever.
      instantiateWasm(imports: WebAssembly.Imports, receive: ReceiveInstance) {
        return receive(new WebAssembly.Instance(module, imports), module);
      },
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
      const { liteRtWasm } = await early.handOut(() =>
        withSmallerMemory(() => library.loadLiteRt(script)),
      );
      const threads = build === "threaded" ? liteRtWasm.getThreadCount() : 1;
      return { library, file, threads, hold };
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
