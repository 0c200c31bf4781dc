import { describe, expect, it } from "vitest";
import type { MissingCandidate, ModelTunePlan } from "#protocol";
import { engineBytesOn } from "#shared";
import { missingBytes } from "./missing-bytes.ts";

const file = { sha256: "a".repeat(64), bytes: 4_000_000 };

function plan(...missing: readonly Partial<MissingCandidate>[]): ModelTunePlan {
  const one: MissingCandidate = {
    model: "m",
    variant: "onnx-fp16",
    engine: "onnx",
    backend: "wasm",
    threads: 1,
    files: [],
    engineMissing: false,
  };
  return {
    model: "m",
    rows: [],
    champion: null,
    ready: [],
    failed: [],
    missing: missing.map((change) => ({ ...one, ...change })),
  };
}

const onWasm = engineBytesOn({ engine: "onnx", backend: "wasm" }, true);

describe("the bytes that measuring everything needs", () => {
  it.each<[string, readonly ModelTunePlan[], number]>([
    ["none where everything is stored", [plan()], 0],
    ["a file once, however many need it", [plan({ files: [file] }), plan({ files: [file] })], 4e6],
    [
      "an engine once for each backend, however many models need it",
      [plan({ engineMissing: true }), plan({ engineMissing: true, files: [file] })],
      onWasm + 4e6,
    ],
  ])("count %s", (_, plans, bytes) => {
    expect(missingBytes(plans, true)).toBe(bytes);
  });

  it("are more where WebAssembly cannot wait for promises", () => {
    const plans = [plan({ engineMissing: true, backend: "webgpu" })];
    expect(missingBytes(plans, false)).toBeGreaterThan(missingBytes(plans, true));
  });
});
