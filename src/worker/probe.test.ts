import { describe, expect, it, vi } from "vitest";
import { callExport, knownBackends, probeBackend, simdModule, threadsModule } from "./probe.ts";

describe("the probe modules", () => {
  it("compute with SIMD", async () => {
    expect(await callExport(simdModule, {})).toBe(42);
  });

  it("add atomically in shared memory", async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const imports = { e: { m: memory } };
    await callExport(threadsModule, imports);
    await callExport(threadsModule, imports);
    expect(new Int32Array(memory.buffer)[0]).toBe(84);
  });

  it("refuse memory that is not shared", async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    await expect(callExport(threadsModule, { e: { m: memory } })).rejects.toThrow(/shared/);
  });
});

describe("probing a backend", () => {
  it("finds wasm, with one thread where nothing is isolated", async () => {
    expect(await probeBackend("wasm")).toEqual({ backend: "wasm", ok: true, threads: 1 });
  });

  it.each([
    [{}, "this browser has no WebGPU"],
    [{ gpu: { requestAdapter: async () => null } }, "no adapter"],
    [
      { gpu: { requestAdapter: () => Promise.reject(new Error("the GPU process crashed")) } },
      "the GPU process crashed",
    ],
  ])("says why there is no WebGPU: %#", async (navigator, reason) => {
    vi.stubGlobal("navigator", navigator);
    vi.resetModules();
    const fresh = await import("./probe.ts");
    expect(await fresh.probeBackend("webgpu")).toEqual({
      backend: "webgpu",
      ok: false,
      threads: 1,
      reason,
    });
    vi.unstubAllGlobals();
  });

  it.each([
    [["shader-f16", "subgroups"], ["shader-f16"]],
    [["subgroups"], []],
  ])("tells of a GPU with %o that variants may need %o", async (features, needed) => {
    const buffer = { mapAsync: async () => {}, getMappedRange: () => Uint32Array.of(42).buffer };
    const pass = { setPipeline() {}, setBindGroup() {}, dispatchWorkgroups() {}, end() {} };
    const device = {
      createShaderModule: () => ({}),
      createComputePipelineAsync: async () => ({ getBindGroupLayout: () => ({}) }),
      createBuffer: () => buffer,
      createBindGroup: () => ({}),
      createCommandEncoder: () => ({
        beginComputePass: () => pass,
        copyBufferToBuffer() {},
        finish: () => ({}),
      }),
      queue: { submit() {} },
      destroy() {},
    };
    const adapter = { features: new Set(features), requestDevice: async () => device };
    vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
    vi.stubGlobal("GPUBufferUsage", { STORAGE: 1, COPY_SRC: 2, COPY_DST: 4, MAP_READ: 8 });
    vi.stubGlobal("GPUMapMode", { READ: 1 });
    vi.resetModules();
    const fresh = await import("./probe.ts");
    expect(await fresh.probeBackend("webgpu")).toEqual({
      backend: "webgpu",
      ok: true,
      threads: 1,
      features: needed,
    });
    vi.unstubAllGlobals();
  });

  it("takes a GPU for hung only after this thread had time to hear of it", async () => {
    vi.stubGlobal("navigator", { gpu: { requestAdapter: () => new Promise(() => {}) } });
    vi.resetModules();
    vi.useFakeTimers();
    const fresh = await import("./probe.ts");
    const probe = fresh.probeBackend("webgpu");
    await vi.advanceTimersByTimeAsync(29_000);
    expect(fresh.knownBackends()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await probe).toMatchObject({ ok: false, reason: "no answer within 30 s" });
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("probes once and remembers", async () => {
    expect(await probeBackend("wasm")).toBe(await probeBackend("wasm"));
    expect(knownBackends().map(({ backend }) => backend)).toContain("wasm");
  });
});
