import { describe, expect, it } from "vitest";
import { peakMemory } from "./peak-memory.ts";

const sizes: Readonly<Record<string, number>> = { in: 10, a: 100, b: 1, c: 50, out: 5 };
const sizeOf = (name: string): number | null => sizes[name] ?? null;
const step = (inputs: string, outputs: string) => ({
  inputs: inputs.split(" "),
  outputs: outputs.split(" "),
});

describe("peakMemory", () => {
  it("frees a tensor after its last use", () => {
    // in+a, then a+b (in is gone), then b+c, then c+out.
    const steps = [step("in weight", "a"), step("a", "b"), step("b", "c"), step("c", "out")];
    expect(peakMemory(steps, ["in"], ["out"], sizeOf)).toBe(110);
  });

  it("keeps what a later step still reads", () => {
    const steps = [step("in", "a"), step("a", "b"), step("b", "c"), step("c a", "out")];
    expect(peakMemory(steps, ["in"], ["out"], sizeOf)).toBe(100 + 50 + 5);
  });

  it("keeps outputs to the end and frees at once what nobody reads", () => {
    const steps = [step("in", "out"), step("in", "a"), step("in", "c")];
    expect(peakMemory(steps, ["in"], ["out"], sizeOf)).toBe(10 + 5 + 100);
  });

  it("says nothing where no size is known", () => {
    expect(peakMemory([step("x", "y")], ["x"], ["y"], sizeOf)).toBeNull();
  });
});
