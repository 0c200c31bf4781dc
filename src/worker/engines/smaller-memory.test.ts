import { afterEach, expect, it } from "vitest";
import { withSmallerMemory } from "./smaller-memory.ts";

const { Memory } = WebAssembly;
afterEach(() => {
  WebAssembly.Memory = Memory;
});

/** A device that has address space for so many pages of shared memory, and notes what it was asked. */
function deviceWith(pages: number): number[] {
  const asked: number[] = [];
  WebAssembly.Memory = new Proxy(Memory, {
    construct(_, [descriptor]) {
      const { maximum = 0, shared } = descriptor as WebAssembly.MemoryDescriptor;
      asked.push(maximum);
      if (shared && maximum > pages) throw new RangeError("could not allocate memory");
      return new Memory(descriptor);
    },
  });
  return asked;
}

const reserve = (descriptor: WebAssembly.MemoryDescriptor) =>
  withSmallerMemory(async () => new WebAssembly.Memory(descriptor));

it("asks once where the device has what is wanted", async () => {
  const asked = deviceWith(65_536);
  const memory = await reserve({ initial: 256, maximum: 65_536, shared: true });
  expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(asked).toEqual([65_536]);
});

it("asks for half as long as the device refuses", async () => {
  const asked = deviceWith(10_000);
  const memory = await reserve({ initial: 256, maximum: 65_536, shared: true });
  expect(memory.buffer.byteLength).toBe(256 * 65_536);
  expect(asked).toEqual([65_536, 32_768, 16_384, 8192]);
});

it.each([
  ["no model would run in", 500, { initial: 256, maximum: 65_536, shared: true }],
  ["less than the start needs", 3000, { initial: 4000, maximum: 65_536, shared: true }],
])("says so where the device has only %s", async (_, pages, descriptor) => {
  deviceWith(pages);
  await expect(reserve(descriptor)).rejects.toThrow(RangeError);
});

it("leaves memory alone that is not shared, and everything once the start is over", async () => {
  const asked = deviceWith(65_536);
  const device = WebAssembly.Memory;
  await expect(reserve({ initial: 70_000, maximum: 70_000 })).rejects.toThrow();
  expect(asked).toEqual([70_000]);
  expect(WebAssembly.Memory).toBe(device);
});
