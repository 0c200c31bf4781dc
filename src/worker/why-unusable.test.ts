import { describe, expect, it } from "vitest";
import type { BackendReport, Variant } from "#shared";
import { whyUnusable } from "./why-unusable.ts";

const anywhere: Pick<Variant, "needs"> = {};
const halves: Pick<Variant, "needs"> = { needs: "shader-f16" };
const gpu: BackendReport = { backend: "webgpu", ok: true, threads: 1 };

describe("why a variant cannot run on a probed backend", () => {
  it.each<[string, Pick<Variant, "needs">, BackendReport, string | undefined]>([
    ["runs where the backend works", anywhere, gpu, undefined],
    [
      "tells the probe's reason",
      anywhere,
      { ...gpu, ok: false, reason: "no adapter" },
      "no adapter",
    ],
    ["says so where the probe tells none", anywhere, { ...gpu, ok: false }, "the probe failed"],
    [
      "runs where the GPU has what it needs",
      halves,
      { ...gpu, features: ["shader-f16"] },
      undefined,
    ],
    ["tells what the GPU lacks", halves, gpu, "this GPU does not compute in half precision"],
  ])("%s", (_, variant, probe, reason) => {
    expect(whyUnusable(variant, probe)).toBe(reason);
  });
});
