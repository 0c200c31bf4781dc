import { expect, it } from "vitest";
import { AppError } from "#shared";
import { troubleKind } from "./trouble-kind.ts";

const failed = (reason: string) =>
  new AppError("engine-failed", { engine: "litert", backend: "webgpu", reason });
const mismatch = new AppError("golden-mismatch", {
  engine: "tfjs",
  backend: "wasm",
  output: "out",
  worst: 1,
  tolerance: 0,
});

it.each([
  ["crashed", "Uncaught Error: a defect", undefined, "worker-crash"],
  ["never-started", "its script could not be loaded", undefined, "worker-crash"],
  [
    "crashed",
    "RangeError: WebAssembly.Memory(): could not allocate memory",
    undefined,
    "worker-oom",
  ],
  ["crashed", "Uncaught RangeError: Array buffer allocation failed", undefined, "worker-oom"],
  ["hung", "it stopped answering", undefined, "worker-hang"],
  ["crashed", "", failed("the GPU device was lost: driver reset"), "device-lost"],
  ["crashed", "", failed("memory access out of bounds"), "engine-abort"],
  ["crashed", "", mismatch, "wrong-backend"],
] as const)("%s, %s: %#", (reason, words, error, kind) => {
  expect(troubleKind(reason, words, error)).toBe(kind);
});
