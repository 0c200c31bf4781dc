import { describe, expect, it, vi } from "vitest";
import { createGpuSource } from "./gpu.ts";

interface FakeDevice {
  readonly asked: GPUDeviceDescriptor;
  lose(message: string): void;
}

/** A GPU as far as asking for a device goes: Node has none. */
function fakeGpu(features: readonly string[], adapters: readonly (boolean | Error)[]) {
  const devices: FakeDevice[] = [];
  let asked = 0;
  const gpu = {
    async requestAdapter() {
      const answer = adapters[Math.min(asked, adapters.length - 1)];
      asked += 1;
      if (answer instanceof Error) throw answer;
      if (!answer) return null;
      return {
        features: new Set(features),
        limits: { maxBufferSize: 1 },
        info: { vendor: "test" },
        async requestDevice(descriptor: GPUDeviceDescriptor) {
          const lost = new Promise((resolve) => {
            devices.push({
              asked: descriptor,
              lose: (message) => resolve({ reason: "unknown", message }),
            });
          });
          return { lost };
        },
      };
    },
  };
  return { devices, source: createGpuSource(() => gpu as unknown as GPU) };
}

describe("the shared GPU device", () => {
  it("is requested once, with the features that are there", async () => {
    const { source, devices } = fakeGpu(["shader-f16", "depth-clip-control"], [true]);
    expect((await source.open()).device).toBe((await source.open()).device);
    expect(devices).toHaveLength(1);
    expect(devices[0]?.asked.requiredFeatures).toEqual(["shader-f16"]);
    expect(devices[0]?.asked.requiredLimits).toMatchObject({ maxBufferSize: 1 });
  });

  it("is not replaced once it was lost, and says why", async () => {
    const { source, devices } = fakeGpu([], [true]);
    const { lost } = await source.open();
    devices[0]?.lose("driver reset");
    expect(await source.loss()).toBe("the GPU device was lost: driver reset");
    expect(await lost).toBe("the GPU device was lost: driver reset");
    await expect(source.open()).rejects.toThrow("the GPU device was lost: driver reset");
    expect(devices).toHaveLength(1);
  });

  it.each([
    [
      "is waited for after a read that was broken off",
      "AbortError",
      "the GPU device was lost: reset",
    ],
    ["is not waited for as long after another error", "OperationError", undefined],
  ])("a loss that shows late %s", async (_words, name, reason) => {
    vi.useFakeTimers();
    try {
      const { source, devices } = fakeGpu([], [true]);
      await source.open();
      const loss = source.loss(new DOMException("unmapped", name));
      setTimeout(() => devices[0]?.lose("reset"), 1000);
      await vi.advanceTimersByTimeAsync(1000);
      expect(await loss).toBe(reason);
    } finally {
      vi.useRealTimers();
    }
  });

  it("knows of no loss before it was opened", async () => {
    expect(await fakeGpu([], [true]).source.loss()).toBeUndefined();
  });

  it("is asked for again after the GPU was away for a moment", async () => {
    const { source } = fakeGpu([], [false, true]);
    await expect(source.open()).rejects.toThrow("no GPU adapter");
    expect((await source.open()).info.vendor).toBe("test");
  });

  it.each([
    ["no adapter", fakeGpu([], [false]).source, "no GPU adapter"],
    ["an adapter request that fails", fakeGpu([], [new Error("crashed")]).source, "crashed"],
    ["no WebGPU", createGpuSource(() => undefined), "this browser has no WebGPU"],
  ])("refuses with words for %s", async (_, source, words) => {
    await expect(source.open()).rejects.toThrow(words);
  });
});
