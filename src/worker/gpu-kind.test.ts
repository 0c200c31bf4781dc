import { describe, expect, it } from "vitest";
import { gpuKind, noGpu } from "./gpu-kind.ts";

function gpuWith(info: Partial<GPUAdapterInfo>): GPU {
  const words = { vendor: "", architecture: "", device: "", description: "" };
  return { requestAdapter: async () => ({ info: { ...words, ...info } }) } as unknown as GPU;
}

describe("the kind of a GPU", () => {
  it("is none where there is none", async () => {
    expect(await gpuKind(null)).toEqual(noGpu);
    expect(await gpuKind({ requestAdapter: async () => null } as unknown as GPU)).toEqual(noGpu);
  });

  it("is known again by all words that the browser has for it", async () => {
    const info = { vendor: "nvidia", architecture: "ampere", description: "driver 5" };
    const { name, software } = await gpuKind(gpuWith(info));
    expect(software).toBe(false);
    expect((await gpuKind(gpuWith(info))).name).toBe(name);
    expect((await gpuKind(gpuWith({ ...info, description: "driver 6" }))).name).not.toBe(name);
  });

  it.each<[string, Partial<GPUAdapterInfo>]>([
    ["the browser says so", { vendor: "google", isFallbackAdapter: true }],
    ["its name says so", { vendor: "google", architecture: "swiftshader" }],
  ])("is software where %s", async (_, info) => {
    expect((await gpuKind(gpuWith(info))).software).toBe(true);
  });

  it("is the reason where asking fails, so that it differs from that of a working one", async () => {
    const gpu = { requestAdapter: () => Promise.reject(new Error("crashed")) };
    expect(await gpuKind(gpu as unknown as GPU)).toEqual({ name: "crashed", software: false });
  });
});
