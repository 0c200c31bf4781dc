import { expect, it } from "vitest";
import { checkAsText, differenceInWords } from "./check-as-text.ts";

it("writes one line for each engine on each backend", () => {
  const words = checkAsText(
    [
      {
        engine: "onnx",
        backend: "wasm",
        ok: true,
        model: "some",
        agreement: { worst: 0.000123456, tolerance: 0.004 },
        coldMs: 812.4,
        warmMs: 9.26,
        threads: 2,
        build: "ort-wasm",
      },
      {
        engine: "tfjs",
        backend: "webgpu",
        ok: false,
        model: "some",
        agreement: null,
        coldMs: null,
        warmMs: null,
        threads: null,
        build: null,
        reason: "no adapter",
      },
    ],
    {
      version: "1.2.3",
      browser: "Some/1",
      processors: 8,
      isolated: true,
      at: new Date("2026-01-02T03:04:05Z"),
    },
  );
  expect(words.split("\n")).toEqual([
    "Localens 1.2.3, check this device, 2026-01-02 03:04 UTC",
    "Some/1; 8 threads, isolated: yes",
    "ONNX Runtime wasm: right, off by 0.00012 of 0.004 allowed, first answer 812 ms, then each 9.3 ms, 2 threads, ort-wasm",
    "TensorFlow.js webgpu: not used, no adapter",
    "",
  ]);
});

it.each([
  [0, "0"],
  [0.00061234, "0.00061"],
  [12.3456, "12"],
  [null, "no number"],
])("writes a difference of %s as %s", (worst, words) => {
  expect(differenceInWords(worst)).toBe(words);
});
