import { supportsFeature } from "@litertjs/core";
import { type Backend, type CpuTensor, isAbort } from "#shared";
import { workerGpu } from "../gpu.ts";
import { probeBackend } from "../probe.ts";
import { copyOutput } from "./copy-output.ts";
import type { Engine, Session, Tensor, VariantFiles } from "./engine.ts";
import { createFailures, type Failures } from "./failures.ts";
import {
  createLitertRuntime,
  type LitertBuild,
  type LitertRuntime,
  runtimeFiles,
} from "./litert-runtime.ts";
import { createSessionRuns } from "./session-runs.ts";

type LitertTensor = InstanceType<LitertRuntime["library"]["Tensor"]>;

/** LiteRT (TensorFlow Lite) on wasm and WebGPU. One runtime at a time: the library's state is global. */
export function createLitertEngine(): Engine {
  const failuresOf = createFailures("litert");
  const runtimes = createLitertRuntime();

  return {
    id: "litert",
    runtimeFiles: async (backend) => runtimeFiles(await smallestBuild(backend)),
    async startAhead() {
      try {
        await runtimes.start(await smallestBuild("wasm"), undefined);
      } catch {
        runtimes.giveUp();
      }
    },
    async load(variant, backend, signal, threads) {
      const failures = failuresOf(backend);
      failures.check();
      signal.throwIfAborted();
      try {
        const device = backend === "webgpu" ? (await workerGpu.open()).device : undefined;
        const runtime = await runtimes.start(await smallestBuild(backend), device);
        signal.throwIfAborted();
        const session = await createLitertSession(
          runtime,
          { backend, device, threads },
          variant,
          failures,
        );
        if (signal.aborted) session.dispose();
        signal.throwIfAborted();
        return session;
      } catch (cause) {
        if (signal.aborted && isAbort(cause)) throw cause;
        runtimes.giveUp();
        throw await failures.from(cause);
      }
    },
  };
}

/** The smallest build that gives this backend all that this browser has. */
async function smallestBuild(backend: Backend): Promise<LitertBuild> {
  // Safari has no relaxed SIMD yet; the library offers neither threads nor JSPI without it.
  if (!(await supportsFeature("relaxedSimd"))) return "compat";
  if (backend === "webgpu") return "Suspending" in WebAssembly ? "jspi" : "plain";
  return (await probeBackend("wasm")).threads > 1 ? "threaded" : "plain";
}

/** Where a session computes. */
interface Placed {
  readonly backend: Backend;
  readonly device: GPUDevice | undefined;
  readonly threads: number | undefined;
}

async function createLitertSession(
  runtime: LitertRuntime,
  { backend, device, threads: wantedThreads }: Placed,
  { files, inputs, outputs }: VariantFiles,
  failures: Failures,
): Promise<Session> {
  const { library, file } = runtime;
  const threads = Math.min(runtime.threads, wantedThreads ?? runtime.threads);
  const bytes = [...files].find(([name]) => name.endsWith(".tflite"))?.[1];
  if (!bytes) throw new Error("the variant has no .tflite file");
  const model = await library.loadAndCompile(new Uint8Array(bytes), {
    accelerator: backend,
    cpuOptions: { numThreads: threads },
    // Half precision would be up to the driver: what was proved once has to hold on every frame.
    gpuOptions: { precision: "fp32" },
  });
  if (model.options.accelerator !== backend) {
    // Without JSPI the library falls back to the CPU by itself, and says so only on the console.
    model.delete();
    throw new Error(`the model has operations that ${backend} lacks`);
  }
  const hold = runtime.hold();
  const order = outputs.map(({ name }) => {
    const details = model.getOutputDetails();
    // A signature gives the one output another name than the graph, which cards are written by.
    if (details.length === 1 && outputs.length === 1) return 0;
    const found = details.findIndex((detail) => detail.name === name);
    if (found < 0) throw new Error(`the model has no output ${name}`);
    return found;
  });
  const slots = model.getInputDetails().map(({ name }) => name);
  // One tensor object per buffer, for ever: preprocessing fills the same buffers again and again.
  const inPlace = new Map<GPUBuffer, LitertTensor>();
  const held: CpuTensor[] = [];

  const feed = (tensor: Tensor): LitertTensor => {
    if (tensor.place === "cpu")
      return library.Tensor.fromTypedArray(unshared(tensor.data), [...tensor.shape]);
    let known = inPlace.get(tensor.buffer);
    if (!known) {
      known = new library.Tensor(tensor.buffer, [...tensor.shape], tensor.dtype);
      inPlace.set(tensor.buffer, known);
    }
    return known;
  };

  const runs = createSessionRuns<LitertTensor>(
    {
      async answer(tensors) {
        const feeds = slots.map((slot) => {
          // A file converted by hand may name its one input otherwise than its card.
          const tensor = tensors.find(({ name }) => name === slot) ?? tensors[0];
          if (!tensor) throw new Error(`nothing was given for the input ${slot}`);
          return { place: tensor.place, fed: feed(tensor) };
        });
        try {
          const answers = await model.run(feeds.map(({ fed }) => fed));
          for (const [index, output] of answers.entries()) {
            if (!order.includes(index)) output.delete();
          }
          return order.flatMap((index) => answers[index] ?? []);
        } finally {
          for (const { place, fed } of feeds) if (place === "cpu") fed.delete();
        }
      },
      async read(tensor, { name }, index) {
        const { dtype, layout } = tensor.type;
        const spec = { name, dtype };
        const copy = await withValues(library, tensor, (values) =>
          copyOutput(spec, [...layout.dimensions], values, held[index]),
        );
        held[index] = copy;
        return copy;
      },
      locate(tensor, { name }) {
        const { dtype, layout } = tensor.type;
        if (dtype === "uint8") throw new Error("an output of bytes cannot stay on the GPU");
        const shape = [...layout.dimensions];
        return { place: "gpu", name, shape, dtype, buffer: tensor.toGpuBuffer() };
      },
      free: (tensor) => tensor.delete(),
    },
    outputs,
    failures,
  );

  return {
    inputs,
    outputs,
    place: backend === "webgpu" ? "gpu" : "cpu",
    threads: backend === "webgpu" ? 1 : threads,
    build: file,
    run: runs.run,
    ...(device && { gpu: { device, run: runs.runOnGpu } }),
    dispose() {
      if (!runs.end()) return;
      for (const tensor of inPlace.values()) tensor.delete();
      model.delete();
      hold.release();
    },
  };
}

/** Bytes as the library's types want them: never in shared memory, where our tensors do not lie anyway. */
function unshared(data: CpuTensor["data"]): Float32Array | Int32Array | Uint8Array<ArrayBuffer> {
  if (!(data instanceof Uint8Array)) return data;
  const { buffer, byteOffset, length } = data;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(data);
}

/**
 * Looks at a tensor's values where they lie: the library's own `data()` makes an array of them on every run.
 * They are only valid within `look`.
 */
async function withValues<T>(
  library: LitertRuntime["library"],
  tensor: LitertTensor,
  look: (values: CpuTensor["data"]) => T,
): Promise<T> {
  const { liteRtWasm } = library.getGlobalLiteRt();
  const buffer = tensor.liteRtTensorBuffer;
  const isPlain = buffer.size() === buffer.packedSize() && buffer.offset() === 0;
  // What lies on a GPU, or otherwise than row by row, is the library's to fetch or refuse.
  if (buffer.isWebGpuMemory() || !isPlain) return look(await tensor.data());
  const start = buffer.lock(liteRtWasm.LiteRtTensorBufferLockMode.READ);
  try {
    const { buffer: heap } = liteRtWasm.HEAPU8;
    const bytes = buffer.packedSize();
    const { dtype } = tensor.type;
    if (dtype === "uint8") return look(new Uint8Array(heap, start, bytes));
    const count = bytes / 4;
    return look(
      dtype === "float32"
        ? new Float32Array(heap, start, count)
        : new Int32Array(heap, start, count),
    );
  } finally {
    buffer.unlock();
  }
}
