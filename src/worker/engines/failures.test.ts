import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { createFailures } from "./failures.ts";

const notLost = async () => undefined;

describe("the failures of an engine", () => {
  it("refuse a backend from its first failure on, with that failure, and leave the other alone", async () => {
    const failuresOf = createFailures("onnx", notLost);
    failuresOf("wasm").check();
    const first = await failuresOf("wasm").from(new Error("out of memory"));
    await failuresOf("wasm").from(new Error("later"));
    expect(() => failuresOf("wasm").check()).toThrow(first);
    failuresOf("webgpu").check();
    expect(first.details).toEqual({ engine: "onnx", backend: "wasm", reason: "out of memory" });
  });

  it("name a lost GPU device whatever the library threw, which can read as cancelled", async () => {
    const failuresOf = createFailures("litert", async () => "the GPU device was lost: reset");
    const cancelled = new DOMException("mapping failed", "AbortError");
    expect((await failuresOf("webgpu").from(cancelled)).details).toMatchObject({
      reason: "the GPU device was lost: reset",
    });
    expect((await failuresOf("wasm").from(new Error("trap"))).details).toMatchObject({
      reason: "trap",
    });
  });

  it("pass on what already has a code, and give nothing up for it", async () => {
    const failures = createFailures("tfjs", notLost)("wasm");
    const offline = new AppError("offline", { url: "x", receivedBytes: 0, totalBytes: 0 });
    expect(await failures.from(offline)).toBe(offline);
    failures.check();
  });

  it.each([
    ["an error", new Error("a trap"), "a trap"],
    ["a plain object with a message", { message: "Aborted" }, "Aborted"],
    ["a number, as wasm throws them", 1234, "the engine threw the number 1234"],
    ["text", "gone", "gone"],
  ])("put %s into words", async (_, cause, reason) => {
    const failures = createFailures("tfjs", notLost)("wasm");
    expect((await failures.from(cause)).details).toMatchObject({ reason });
  });
});
