import { describe, expect, it } from "vitest";
import { cardById } from "#models";
import type { Allowed } from "#protocol";
import type { ModelCard, ModelFormat, Variant } from "#shared";
import { findCandidates } from "./candidates.ts";
import { engineEntries } from "./engines/list.ts";

const shipped = cardById("blazeface");
if (!shipped) throw new Error("the face finder has no card");

function variant(format: ModelFormat): Variant {
  return { id: format, format, precision: "fp32", files: [] };
}

function cardWith(...formats: readonly ModelFormat[]): ModelCard {
  return { ...shipped, variants: formats.map(variant) } as ModelCard;
}

function order(card: ModelCard, wish: Allowed = {}): readonly string[] {
  return findCandidates(card, engineEntries, wish, []).allowed.map(
    ({ variant: { format }, entry, backend }) => `${format} ${entry.id} ${backend}`,
  );
}

describe("candidates", () => {
  it("come as the card lists its variants, all on the CPU before any on the GPU", () => {
    expect(order(cardWith("tflite", "tfjs"))).toEqual([
      "tflite litert wasm",
      "tfjs tfjs wasm",
      "tflite litert webgpu",
      "tfjs tfjs webgpu",
    ]);
    expect(order(cardWith("tfjs", "onnx"))[0]).toBe("tfjs tfjs wasm");
  });

  it("are of the engine and the backend that the person wishes, and of no other", () => {
    const card = cardWith("tflite", "tfjs");
    expect(order(card, { engine: "tfjs" })).toEqual(["tfjs tfjs wasm", "tfjs tfjs webgpu"]);
    expect(order(card, { backend: "webgpu" })).toEqual([
      "tflite litert webgpu",
      "tfjs tfjs webgpu",
    ]);
    const { excluded } = findCandidates(card, engineEntries, { engine: "litert" }, []);
    expect(excluded.map(({ engine, backend }) => `${engine} ${backend}`)).toEqual([
      "tfjs wasm",
      "tfjs webgpu",
    ]);
  });

  it("are on WebGPU alone, and behind those for everyone, where they need something of the GPU", () => {
    const halves: Variant = { ...variant("onnx"), id: "halves", needs: "shader-f16" };
    const card = cardWith("tflite", "onnx");
    const all = findCandidates(
      { ...card, variants: [...card.variants, halves] },
      engineEntries,
      { engine: "onnx" },
      [],
    ).allowed;
    expect(all.map((one) => `${one.variant.id} ${one.backend}`)).toEqual([
      "onnx wasm",
      "onnx webgpu",
      "halves webgpu",
    ]);
  });

  it("leave out what failed before", () => {
    const failed = [{ engine: "litert", backend: "wasm", reason: "it hung" }];
    const { allowed } = findCandidates(cardWith("tflite", "tfjs"), engineEntries, {}, failed);
    expect(allowed[0]).toMatchObject({ entry: { id: "tfjs" }, backend: "wasm" });
  });
});
