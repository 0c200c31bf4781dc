import type { GraphModel } from "@tensorflow/tfjs-converter";
import { loadGraphModelSync } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { type Backend, type CpuTensor, isAbort } from "#shared";
import { copyOutput } from "./copy-output.ts";
import type { Engine, Session, VariantFiles } from "./engine.ts";
import { createFailures, type Failures } from "./failures.ts";
import { createSessionRuns } from "./session-runs.ts";
import { readArtifacts } from "./tfjs-artifacts.ts";
import type { TfjsBackend } from "./tfjs-backend.ts";

/** TensorFlow.js 4 on wasm (one thread) and WebGPU. One per worker: the library's own state is global. */
export function createTfjsEngine(): Engine {
  const failuresOf = createFailures("tfjs");
  const starting = new Map<Backend, Promise<TfjsBackend>>();
  const begin = (backend: Backend): Promise<TfjsBackend> => {
    const start = starting.get(backend) ?? startBackend(backend);
    starting.set(backend, start);
    return start;
  };

  return {
    id: "tfjs",
    async startAhead() {
      await begin("wasm").catch(() => starting.delete("wasm"));
    },
    async load(variant, backend, signal) {
      const failures = failuresOf(backend);
      failures.check();
      signal.throwIfAborted();
      try {
        const started = await begin(backend);
        signal.throwIfAborted();
        await tf.setBackend(started.name);
        const model = loadGraphModelSync(await readArtifacts(variant));
        return createSession(model, started, variant, failures);
      } catch (cause) {
        if (signal.aborted && isAbort(cause)) throw cause;
        starting.delete(backend);
        throw await failures.from(cause);
      }
    },
  };
}

async function startBackend(backend: Backend): Promise<TfjsBackend> {
  // Each with the kernels of its own backend: the other's code is not fetched.
  if (backend === "webgpu") return (await import("./tfjs-webgpu.ts")).startTfjsWebgpu();
  return (await import("./tfjs-wasm.ts")).startTfjsWasm();
}

function createSession(
  model: GraphModel<tf.io.IOHandlerSync>,
  backend: TfjsBackend,
  { inputs, outputs }: VariantFiles,
  failures: Failures,
): Session {
  const names = outputs.map(({ name }) => name);
  const held: CpuTensor[] = [];
  const runs = createSessionRuns<tf.Tensor>(
    {
      async answer(tensors) {
        // Sessions on the other backend may have run in between.
        await tf.setBackend(backend.name);
        const answers: tf.Tensor[] = [];
        tf.tidy(() => {
          const feeds: tf.NamedTensorMap = {};
          for (const tensor of tensors) feeds[tensor.name] = backend.feed(tensor);
          for (const output of [model.execute(feeds, names)].flat()) answers.push(tf.keep(output));
        });
        return answers;
      },
      async read(output, spec, index) {
        const tensor = copyOutput(spec, output.shape, await backend.read(output), held[index]);
        held[index] = tensor;
        return tensor;
      },
      locate(output, { name }) {
        const buffer = backend.bufferOf?.(output);
        if (!buffer) throw new Error(`the model did not answer with ${name} on the GPU`);
        const dtype = output.dtype === "float32" ? "float32" : "int32";
        return { place: "gpu", name, shape: [...output.shape], dtype, buffer };
      },
      free: (output) => output.dispose(),
    },
    outputs,
    failures,
  );

  return {
    inputs,
    outputs,
    place: backend.place,
    threads: 1,
    build: backend.build,
    run: runs.run,
    ...(backend.device && { gpu: { device: backend.device, run: runs.runOnGpu } }),
    dispose() {
      if (runs.end()) model.dispose();
    },
  };
}
