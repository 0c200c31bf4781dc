import { describe, expect, it } from "vitest";
import { type CensusScope, takeMemoryCensus } from "./memory-census.ts";
import { simdModule } from "./probe.ts";

const pageBytes = 65_536;
/** `(module (memory (export "m") 2))` */
const withMemory = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x05, 0x03, 0x01, 0x00, 0x02],
  ...[0x07, 0x05, 0x01, 0x01, 0x6d, 0x02, 0x00],
);

/** A thread's scope of its own, so that this one's stays as it is. */
function lab() {
  const { Memory, Instance, instantiate, instantiateStreaming } = WebAssembly;
  const wasm = { Memory, Instance, instantiate, instantiateStreaming };
  const Buffer = class {
    destroyed = 0;
    destroy(): undefined {
      this.destroyed += 1;
    }
  };
  const Device = class {
    createBuffer() {
      return new Buffer();
    }
  };
  const scope = { WebAssembly: wasm, GPUDevice: Device, GPUBuffer: Buffer };
  return { wasm, device: new Device(), census: takeMemoryCensus(scope as unknown as CensusScope) };
}

describe("takeMemoryCensus", () => {
  it("counts memories that are made for an engine, as they grow", () => {
    const { wasm, census } = lab();
    expect(census.held().wasmBytes).toBe(0);
    const memory = new wasm.Memory({ initial: 1, maximum: 3 });
    expect(memory).toBeInstanceOf(WebAssembly.Memory);
    expect(census.held().wasmBytes).toBe(pageBytes);
    memory.grow(2);
    expect(census.held().wasmBytes).toBe(3 * pageBytes);
  });

  it.each([
    ["bytes", (wasm: ReturnType<typeof lab>["wasm"]) => wasm.instantiate(withMemory)],
    [
      "a module",
      async (wasm: ReturnType<typeof lab>["wasm"]) =>
        wasm.instantiate(await WebAssembly.compile(withMemory)),
    ],
    [
      "a constructor",
      async (wasm: ReturnType<typeof lab>["wasm"]) =>
        new wasm.Instance(await WebAssembly.compile(withMemory)),
    ],
  ])("counts the memory that a module brings, made from %s", async (_words, make) => {
    const { wasm, census } = lab();
    const made = await make(wasm);
    expect(census.held().wasmBytes).toBe(2 * pageBytes);
    expect(census.instances()).toHaveLength(1);
    expect("exports" in made ? made : made.instance).toBe(census.instances()[0]);
  });

  it("counts no memory twice", async () => {
    const { wasm, census } = lab();
    const memory = new wasm.Memory({ initial: 1 });
    await wasm.instantiate(simdModule, { e: { m: memory } });
    expect(census.held().wasmBytes).toBe(pageBytes);
  });

  it("counts buffers until they are destroyed, and destroys them", () => {
    const { device, census } = lab();
    const [first] = [device.createBuffer(), device.createBuffer()];
    expect(census.held().gpuBuffers).toBe(2);
    first.destroy();
    first.destroy();
    expect(first.destroyed).toBe(2);
    expect(census.held().gpuBuffers).toBe(1);
  });

  it("passes on what an instantiation throws", async () => {
    const { wasm, census } = lab();
    await expect(wasm.instantiate(Uint8Array.of(1, 2, 3))).rejects.toThrow(
      WebAssembly.CompileError,
    );
    expect(census.instances()).toHaveLength(0);
  });
});
