import { BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { GraphModel } from "@tensorflow/tfjs-converter";
import { loadGraphModelSync } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import {
  AppError,
  type Backend,
  type CpuTensor,
  isAbort,
  reasonOf,
  type TensorData,
  type TensorSpec,
} from "#shared";
import { probeBackend } from "../probe.ts";
import type { Engine, Session, VariantFiles } from "./engine.ts";
import { servedInstead } from "./served-instead.ts";

/** Where the build puts the engine's wasm files. */
const wasmFolder = `${import.meta.env.BASE_URL}engines/tfjs/`;

/** What a session asks of the engine that it shares with others. */
interface Health {
  /** @throws AppError `engine-failed` once any run failed */
  check(): void;
  fail(cause: unknown): never;
}

interface Start {
  readonly backend: BackendWasm;
}

/** TensorFlow.js 4 on wasm, one thread. One per worker: the library's own state is global. */
export function createTfjsEngine(): Engine {
  let starting: Promise<Start> | undefined;
  let poison: AppError | undefined;

  /** After a failed run nothing is known about the engine's memory: only a new worker helps. */
  const fail = (backend: Backend, cause: unknown): AppError => {
    if (cause instanceof AppError) return cause;
    const reason = reasonOf(cause);
    poison = new AppError("engine-failed", { engine: "tfjs", backend, reason }, { cause });
    return poison;
  };

  return {
    id: "tfjs",
    async probe() {
      return [{ ...(await probeBackend("wasm")), threads: 1 }];
    },
    async load(variant, backend, signal) {
      if (poison) throw poison;
      signal.throwIfAborted();
      try {
        starting ??= start();
        const started = await starting;
        signal.throwIfAborted();
        const model = loadGraphModelSync(artifactsOf(variant));
        return createSession(model, started, variant, {
          check() {
            if (poison) throw poison;
          },
          fail: (cause) => {
            throw fail(backend, cause);
          },
        });
      } catch (cause) {
        if (isAbort(cause)) throw cause;
        throw fail(backend, cause);
      }
    },
  };
}

async function start(): Promise<Start> {
  // The threaded build starts its threads from `blob:` workers, which our policy refuses: it would wait for ever.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(wasmFolder);
  const factory = tf.findBackendFactory("wasm");
  let backend: unknown;
  try {
    // Called here rather than by `setBackend`, which turns every reason into `false`.
    backend = await factory();
  } catch (cause) {
    const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
    const file = simd ? "tfjs-backend-wasm-simd.wasm" : "tfjs-backend-wasm.wasm";
    const address = new URL(wasmFolder + file, globalThis.location.href).href;
    const served = await servedInstead(address);
    const reason = served ?? startReason(cause);
    throw new AppError("engine-failed", { engine: "tfjs", backend: "wasm", reason }, { cause });
  }
  if (!(backend instanceof BackendWasm)) throw new Error("the wasm backend did not start");
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", () => backend);
  await tf.setBackend("wasm");
  return { backend };
}

/** The library rejects with plain objects, too. */
function startReason(cause: unknown): string {
  if (typeof cause === "object" && cause !== null && "message" in cause) {
    return String(cause.message);
  }
  return reasonOf(cause);
}

interface ModelFile {
  readonly modelTopology: object;
  readonly signature?: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: tf.io.WeightsManifestEntry[];
  }[];
}

/** Reads `model.json` of the TF.js graph format, whose manifest names its weight files. */
function artifactsOf({ files }: VariantFiles): tf.io.ModelArtifacts {
  const json = [...files].find(([name]) => name.endsWith(".json"))?.[1];
  if (!json) throw new Error("the variant has no model.json");
  const model = JSON.parse(new TextDecoder().decode(json)) as ModelFile;
  const weightData = model.weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`the variant has no ${path}`);
      return bytes;
    }),
  );
  return {
    modelTopology: model.modelTopology,
    ...(model.signature ? { signature: model.signature } : {}),
    weightSpecs: model.weightsManifest.flatMap(({ weights }) => weights),
    weightData,
  };
}

function createSession(
  model: GraphModel<tf.io.IOHandlerSync>,
  { backend }: Start,
  { inputs, outputs }: VariantFiles,
  health: Health,
): Session {
  const names = outputs.map(({ name }) => name);
  let disposed = false;
  let held: CpuTensor[] = [];

  const execute = (tensors: readonly CpuTensor[]): void => {
    tf.tidy(() => {
      const feeds: tf.NamedTensorMap = {};
      for (const { name, data, shape, dtype } of tensors) {
        feeds[name] = tf.tensor(data, [...shape], dtype === "float32" ? "float32" : "int32");
      }
      const answer = model.execute(feeds, names);
      const answers = Array.isArray(answer) ? answer : [answer];
      held = outputs.map((spec, index) => copyOut(backend, spec, answers[index], held[index]));
    });
  };

  return {
    inputs,
    outputs,
    async run(tensors) {
      health.check();
      if (disposed) throw new AppError("internal", { reason: "run after dispose" });
      try {
        execute(tensors);
        return held;
      } catch (cause) {
        return health.fail(cause);
      }
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      model.dispose();
    },
  };
}

/** Copies an output out of the engine's heap, into the array of the run before where it still fits. */
function copyOut(
  backend: BackendWasm,
  { name, dtype }: TensorSpec,
  tensor: tf.Tensor | undefined,
  before: CpuTensor | undefined,
): CpuTensor {
  if (!tensor) throw new Error(`the model did not answer with ${name}`);
  const values = backend.typedArrayFromHeap(tensor);
  const fits = before?.data.length === values.length;
  const data = fits ? before.data : arrayOf(dtype, values.length);
  data.set(values);
  if (fits) return before;
  return { place: "cpu", name, shape: [...tensor.shape], dtype, data };
}

function arrayOf(dtype: TensorSpec["dtype"], length: number): TensorData[TensorSpec["dtype"]] {
  if (dtype === "float32") return new Float32Array(length);
  return dtype === "int32" ? new Int32Array(length) : new Uint8Array(length);
}
