import { afterEach, expect, it } from "vitest";
import { limitMemory } from "./limit-memory.ts";

const grow = WebAssembly.Memory.prototype.grow;
afterEach(() => {
  WebAssembly.Memory.prototype.grow = grow;
});

it("lets memory grow up to the budget and not beyond", () => {
  limitMemory(4 * 65_536);
  const memory = new WebAssembly.Memory({ initial: 1 });
  expect(memory.grow(3)).toBe(1);
  expect(() => memory.grow(1)).toThrow(RangeError);
  expect(memory.buffer.byteLength).toBe(4 * 65_536);
});
