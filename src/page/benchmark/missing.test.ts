import { expect, it } from "vitest";
import type { BenchChoice } from "#protocol";
import { engineBytesOn } from "#shared";
import { candidateKey } from "../state/bench.ts";
import { missingOf } from "./missing.ts";

const choice: BenchChoice = {
  variant: "onnx-fp32",
  precision: "fp32",
  engine: "onnx",
  backend: "wasm",
  threads: [2, 1],
  sha256: ["a"],
  missing: [{ sha256: "a", bytes: 1_000 }],
  engineMissing: true,
};
const shared: BenchChoice = { ...choice, backend: "webgpu", threads: [1], engineMissing: false };

it("counts every file once, and only of what is chosen", () => {
  const plan = { choices: [choice, shared] };
  const both = new Set([candidateKey(choice, 2), candidateKey(choice, 1), candidateKey(shared, 1)]);
  expect(missingOf(plan, both, true)).toBe(1_000 + engineBytesOn(choice, true));
  expect(missingOf(plan, new Set([candidateKey(shared, 1)]), true)).toBe(1_000);
  expect(missingOf(plan, new Set(), true)).toBe(0);
});
