import type { InferenceSession, Tensor as OnnxTensor } from "onnxruntime-web/wasm";
import { type Backend, isAbort } from "#shared";
import { workerGpu } from "../gpu.ts";
import { probeBackend } from "../probe.ts";
import type { Engine, Session, Tensor, VariantFiles } from "./engine.ts";
import { engineAddress } from "./engine-address.ts";
import { createFailures, type Failures } from "./failures.ts";
import { mostThreads } from "./most-threads.ts";
import { readValues, valuesFor } from "./onnx-values.ts";
import { servedInstead } from "./served-instead.ts";
import { createSessionRuns } from "./session-runs.ts";
import { withSmallerMemory } from "./smaller-memory.ts";

type Library = typeof import("onnxruntime-web/wasm");

/** One build of the library: its JavaScript, and the names of the two files that it fetches itself. */
interface Build {
  readonly file: string;
  code(): Promise<Library>;
}

const wasmBuild: Build = {
  file: "ort-wasm-simd-threaded",
  code: () => import("onnxruntime-web/wasm"),
};

/** For WebGPU where WebAssembly can wait for promises (JSPI). */
const jspiBuild: Build = {
  file: "ort-wasm-simd-threaded.jspi",
  code: () => import("onnxruntime-web/jspi"),
};

/** For WebGPU elsewhere; its rewritten wasm is 60 % larger. */
const asyncifyBuild: Build = {
  file: "ort-wasm-simd-threaded.asyncify",
  code: () => import("onnxruntime-web/webgpu"),
};

interface Started {
  readonly library: Library;
  readonly build: Build;
  readonly backend: Backend;
  readonly threads: number;
  readonly device: GPUDevice | undefined;
}

/** ONNX Runtime on wasm and WebGPU. Never its JSEP or WebGL builds, which upstream removes. */
export function createOnnxEngine(): Engine {
  const failuresOf = createFailures("onnx");
  const starting = new Map<Backend, Promise<Started>>();

  return {
    id: "onnx",
    runtimeFiles: async (backend) => [wasmAddress(buildFor(backend))],
    async load(variant, backend, signal, threads) {
      const failures = failuresOf(backend);
      failures.check();
      signal.throwIfAborted();
      try {
        const started = starting.get(backend) ?? start(backend, threads);
        starting.set(backend, started);
        const session = await createOnnxSession(await started, variant, failures);
        if (signal.aborted) session.dispose();
        signal.throwIfAborted();
        return session;
      } catch (cause) {
        if (signal.aborted && isAbort(cause)) throw cause;
        starting.delete(backend);
        throw await failures.from(cause);
      }
    },
  };
}

function buildFor(backend: Backend): Build {
  if (backend === "wasm") return wasmBuild;
  return "Suspending" in WebAssembly ? jspiBuild : asyncifyBuild;
}

function wasmAddress({ file }: Build): string {
  return engineAddress("onnx", `${file}.wasm`);
}

/** The threads are those of the first session in this worker: the library starts them once. */
async function start(backend: Backend, wantedThreads = mostThreads.onnx): Promise<Started> {
  const build = buildFor(backend);
  const device = backend === "webgpu" ? (await workerGpu.open()).device : undefined;
  const threads =
    backend === "wasm" ? Math.min((await probeBackend("wasm")).threads, wantedThreads) : 1;
  const library = await build.code();
  library.env.logLevel = "error";
  library.env.wasm.numThreads = threads;
  library.env.wasm.wasmPaths = {
    mjs: engineAddress("onnx", `${build.file}.mjs`),
    wasm: wasmAddress(build),
  };
  return { library, build, backend, threads, device };
}

async function createOnnxSession(
  { library, build, threads, device }: Started,
  variant: VariantFiles,
  failures: Failures,
): Promise<Session> {
  const { files, inputs, outputs } = variant;
  const model = await readModel(variant);
  const session = await withSmallerMemory(() =>
    create(library, build, model, beside(files), device),
  );
  const typeOf = (name: string): string | undefined => {
    const found = session.inputMetadata.find((one) => one.name === name);
    return found?.isTensor ? found.type : undefined;
  };
  // Frames are made on the GPU as these two types only.
  const takesGpu = inputs.every(({ name }) => /^(float32|int32)$/.test(typeOf(name) ?? "float32"));
  for (const { name } of outputs) {
    if (!session.outputNames.includes(name)) throw new Error(`the model has no output ${name}`);
  }
  const names = outputs.map(({ name }) => name);
  // One tensor object per buffer, for ever: preprocessing fills the same buffers again and again.
  const inPlace = new WeakMap<GPUBuffer, OnnxTensor>();

  const feed = (tensor: Tensor): OnnxTensor => {
    const { dtype, shape: dims } = tensor;
    if (tensor.place === "cpu") {
      const type = typeOf(tensor.name) ?? dtype;
      return tensorOf(library, type, valuesFor(type, tensor), dims);
    }
    const known = inPlace.get(tensor.buffer);
    if (known) return known;
    const made = library.Tensor.fromGpuBuffer(tensor.buffer, { dataType: dtype, dims: [...dims] });
    inPlace.set(tensor.buffer, made);
    return made;
  };

  const runs = createSessionRuns<OnnxTensor>(
    {
      async answer(tensors) {
        const feeds = Object.fromEntries(tensors.map((tensor) => [tensor.name, feed(tensor)]));
        const answers = await session.run(feeds, names);
        return names.flatMap((name) => answers[name] ?? []);
      },
      async read(tensor, { name }) {
        const data = await tensor.getData();
        return { place: "cpu", name, shape: [...tensor.dims], ...readValues(tensor.type, data) };
      },
      locate({ type, dims, gpuBuffer: buffer }, { name }) {
        if (type !== "float32" && type !== "int32") {
          throw new Error(`an output of type ${type} cannot stay on the GPU`);
        }
        return { place: "gpu", name, shape: [...dims], dtype: type, buffer };
      },
      free: (tensor) => tensor.dispose(),
    },
    outputs,
    failures,
  );

  return {
    inputs,
    outputs,
    place: device && takesGpu ? "gpu" : "cpu",
    threads,
    build: build.file,
    run: runs.run,
    ...(device && takesGpu && { gpu: { device, run: runs.runOnGpu } }),
    dispose() {
      if (runs.end()) session.release().catch(() => {});
    },
  };
}

/** The graph's file; weights that travelled as 8-bit codes as floats, by code that is fetched only for them. */
async function readModel({ files, codedWeights }: VariantFiles): Promise<Uint8Array> {
  const [name, model] = [...files].find(([file]) => file.endsWith(".onnx")) ?? [];
  if (!name || !model) throw new Error("the variant has no .onnx file");
  if (!codedWeights) return new Uint8Array(model);
  const { floatModel } = await import("./onnx-weights.ts");
  return floatModel(name, model);
}

async function create(
  library: Library,
  build: Build,
  model: Uint8Array,
  externalData: readonly { readonly path: string; readonly data: Uint8Array }[],
  device: GPUDevice | undefined,
): Promise<InferenceSession> {
  try {
    return await library.InferenceSession.create(model, {
      // The device is given per session: setting `env.webgpu.device` has no effect on these builds.
      ...(externalData.length > 0 ? { externalData } : {}),
      executionProviders: device ? [{ name: "webgpu", device }] : ["wasm"],
      ...(device ? { preferredOutputLocation: "gpu-buffer" as const } : {}),
    });
  } catch (cause) {
    // The library says "no available backend" for a missing file, an HTML page and a real failure alike.
    const served = /magic word|no available backend|failed to fetch/i.test(String(cause))
      ? await servedInstead(engineAddress("onnx", `${build.file}.wasm`))
      : undefined;
    throw served === undefined ? cause : new Error(served, { cause });
  }
}

/** The files beside the graph that hold its weights. */
function beside(
  files: VariantFiles["files"],
): readonly { readonly path: string; readonly data: Uint8Array }[] {
  return [...files]
    .filter(([name]) => !name.endsWith(".onnx") && !/^golden\b|\.(gz|json)$/.test(name))
    .map(([path, data]) => ({ path, data: new Uint8Array(data) }));
}

/** A tensor of any of the library's types; that the values fit the type is what `valuesFor` is for. */
function tensorOf(
  { Tensor }: Library,
  type: string,
  values: ReturnType<typeof valuesFor>,
  dims: readonly number[],
): OnnxTensor {
  return new Tensor(type as "float32", values as Float32Array, [...dims]);
}
