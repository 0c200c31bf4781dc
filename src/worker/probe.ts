import { type Backend, type BackendReport, deviceNeeds, reasonOf } from "#shared";

/**
 * `(module (func (export "f") (result i32) (i32x4.extract_lane 0 (i32x4.splat (i32.const 42)))))`,
 * WebAssembly binary format: https://webassembly.github.io/spec/core/binary/
 */
export const simdModule = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version 1
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f], // types: () → i32
  ...[0x03, 0x02, 0x01, 0x00], // functions: one, of type 0
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // exports: "f" is function 0
  ...[0x0a, 0x0b, 0x01, 0x09, 0x00], // code: one body of 9 bytes, no locals
  ...[0x41, 0x2a, 0xfd, 0x11], // i32.const 42, i32x4.splat
  ...[0xfd, 0x1b, 0x00, 0x0b], // i32x4.extract_lane 0, end
);

/**
 * `(module (import "e" "m" (memory 1 1 shared))
 *   (func (export "f") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 42))))`
 */
export const threadsModule = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version 1
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f], // types: () → i32
  ...[0x02, 0x09, 0x01, 0x01, 0x65, 0x01, 0x6d, 0x02, 0x03, 0x01, 0x01], // imports: memory "e" "m", shared, 1 … 1 page
  ...[0x03, 0x02, 0x01, 0x00], // functions: one, of type 0
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // exports: "f" is function 0
  ...[0x0a, 0x0c, 0x01, 0x0a, 0x00], // code: one body of 10 bytes, no locals
  ...[0x41, 0x00, 0x41, 0x2a], // i32.const 0, i32.const 42
  ...[0xfe, 0x1e, 0x02, 0x00, 0x0b], // i32.atomic.rmw.add align 4 offset 0, end
);

/**
 * A GPU that has not answered in so many ticks of this thread is taken for hung. Ticks and not a clock:
 * while the thread was held up, by a compiling engine or a busy device, the answer could not come in
 * either. Nothing waits for it where another backend comes first, so it may be long.
 */
const webgpuLimit = { ticks: 60, tickMs: 500 } as const;
const probes = new Map<Backend, Promise<BackendReport>>();
const known = new Map<Backend, BackendReport>();

/** Tries a backend on this device for real, once per worker; never rejects. */
export function probeBackend(backend: Backend): Promise<BackendReport> {
  let probe = probes.get(backend);
  if (!probe) {
    probe = (backend === "wasm" ? probeWasm() : probeWebgpu())
      .catch((error): BackendReport => failed(backend, reasonOf(error)))
      .then((report) => {
        known.set(backend, report);
        return report;
      });
    probes.set(backend, probe);
  }
  return probe;
}

/** What the probes that have finished told. */
export function knownBackends(): readonly BackendReport[] {
  return [...known.values()];
}

function failed(backend: Backend, reason: string): BackendReport {
  return { backend, ok: false, threads: 1, reason };
}

async function probeWasm(): Promise<BackendReport> {
  if (typeof WebAssembly === "undefined") return failed("wasm", "no WebAssembly");
  if ((await callExport(simdModule, {})) !== 42) return failed("wasm", "SIMD computes wrongly");
  return { backend: "wasm", ok: true, threads: await usableThreads() };
}

async function usableThreads(): Promise<number> {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === "undefined") return 1;
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    await callExport(threadsModule, { e: { m: memory } });
    const added = new Int32Array(memory.buffer)[0];
    return added === 42 ? Math.max(1, navigator.hardwareConcurrency) : 1;
  } catch {
    // Isolated, but without atomics: engines run there with one thread.
    return 1;
  }
}

/** Compiles a module and calls its export `f`. */
export async function callExport(
  bytes: Uint8Array<ArrayBuffer>,
  imports: WebAssembly.Imports,
): Promise<unknown> {
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  const f = instance.exports.f;
  return typeof f === "function" ? f() : undefined;
}

async function probeWebgpu(): Promise<BackendReport> {
  const gpu: GPU | undefined = navigator.gpu;
  if (!gpu) return failed("webgpu", "this browser has no WebGPU");
  const { ticks, tickMs } = webgpuLimit;
  let ticked = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const expired = new Promise<BackendReport>((resolve) => {
    timer = setInterval(() => {
      ticked += 1;
      if (ticked < ticks) return;
      resolve(failed("webgpu", `no answer within ${(ticks * tickMs) / 1000} s`));
    }, tickMs);
  });
  try {
    return await Promise.race([computeOnGpu(gpu), expired]);
  } finally {
    clearInterval(timer);
  }
}

async function computeOnGpu(gpu: GPU): Promise<BackendReport> {
  // The adapter that the engines get, too. A browser may have `navigator.gpu` and no adapter: https://github.com/microsoft/onnxruntime/issues/26480
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return failed("webgpu", "no adapter");
  const device = await adapter.requestDevice();
  try {
    const module = device.createShaderModule({
      code: "@group(0) @binding(0) var<storage, read_write> out: array<u32>; @compute @workgroup_size(1) fn main() { out[0] = 42u; }",
    });
    const pipeline = await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module, entryPoint: "main" },
    });
    const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: 4, usage: storage });
    const reading = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
    const copy = device.createBuffer({ size: 4, usage: reading });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    const entries = [{ binding: 0, resource: { buffer } }];
    pass.setBindGroup(
      0,
      device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
    );
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, 4);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const answer = new Uint32Array(copy.getMappedRange())[0];
    if (answer !== 42) return failed("webgpu", `computes wrongly: ${answer} instead of 42`);
    const features = deviceNeeds.filter((name) => adapter.features.has(name));
    return { backend: "webgpu", ok: true, threads: 1, features };
  } finally {
    device.destroy();
  }
}
