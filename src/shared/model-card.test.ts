import { describe, expect, it } from "vitest";
import { parseBroughtCard } from "./brought-card.ts";
import { AppError } from "./errors.ts";
import { downloadBytes, parseCard, toleranceOf } from "./model-card.ts";

const file = { name: "weights.bin", bytes: 10, sha256: "a".repeat(64) };

const card = {
  id: "finder",
  task: "detect",
  title: "A finder",
  licence: "MIT",
  source: "https://example.org",
  input: {
    name: "x",
    width: 8,
    height: 4,
    layout: "NHWC",
    dtype: "float32",
    channels: "RGB",
    mean: [0, 0, 0],
    std: [1, 1, 1],
    fit: "letterbox",
    padByte: 0,
  },
  outputs: [{ name: "y", shape: [1, 4], dtype: "float32" }],
  labels: ["thing"],
  variants: [{ id: "tfjs-fp16", format: "tfjs", precision: "fp16", files: [file, file] }],
  golden: { input: file, expected: file, tolerance: 0.01, reference: "another engine" },
  accuracy: [],
};

describe("parseCard", () => {
  it("reads a whole card", () => {
    const parsed = parseCard(card);
    expect(parsed).toEqual(card);
    const [variant] = parsed.variants;
    expect(variant && downloadBytes(parsed, variant)).toBe(40);
  });

  it("reads what a variant needs, and how far it may be off", () => {
    const halves = {
      ...card.variants[0],
      needs: "shader-f16",
      tolerance: { y: { worst: 0.1, mean: 0.01 } },
    };
    const both = { ...card, variants: [...card.variants, halves] };
    const parsed = parseCard(both);
    expect(parsed).toEqual(both);
    expect(parsed.variants.map((variant) => toleranceOf(parsed.golden, variant))).toEqual([
      0.01,
      halves.tolerance,
    ]);
  });

  it("reads what is fed beside the picture", () => {
    const size = { name: "s", shape: [1, 2], dtype: "int32", fill: "width-height" };
    expect(parseCard({ ...card, extraInputs: [{ ...size, more: 1 }] }).extraInputs).toEqual([size]);
  });

  it.each(["softmax", "sigmoid", "none"])("reads that scores are made by %s", (scores) => {
    expect(parseCard({ ...card, scores }).scores).toBe(scores);
  });

  it.each<[string, unknown]>([
    ["scores by an unknown function", { ...card, scores: "tanh" }],
    ["no card at all", null],
    ["a list", []],
    ["no id", { ...card, id: "" }],
    ["a negative size", { ...card, input: { ...card.input, width: -1 } }],
    ["a size that is no whole number", { ...card, input: { ...card.input, height: 1.5 } }],
    ["an unknown layout", { ...card, input: { ...card.input, layout: "CHWN" } }],
    ["a division by zero", { ...card, input: { ...card.input, std: [1, 0, 1] } }],
    ["two means", { ...card, input: { ...card.input, mean: [0, 0] } }],
    ["labels that are no text", { ...card, labels: [1] }],
    ["an input that nothing can fill", { ...card, extraInputs: [{ name: "s", shape: [-1] }] }],
    [
      "a format that no engine reads",
      { ...card, variants: [{ ...card.variants[0], format: "pt" }] },
    ],
    [
      "a need that no device is asked for",
      { ...card, variants: [{ ...card.variants[0], needs: "shader-f8" }] },
    ],
    [
      "a tolerance of nothing",
      { ...card, variants: [{ ...card.variants[0], tolerance: { y: { worst: 0, mean: 1 } } }] },
    ],
    [
      "a tolerance without its mean",
      { ...card, variants: [{ ...card.variants[0], tolerance: { y: { worst: 1 } } }] },
    ],
    [
      "one tolerance for all of a variant",
      { ...card, variants: [{ ...card.variants[0], tolerance: 0.1 }] },
    ],
    [
      "a hash that is none",
      { ...card, golden: { ...card.golden, input: { ...file, sha256: "A" } } },
    ],
    ["no tolerance", { ...card, golden: { ...card.golden, tolerance: 0 } }],
  ])("refuses %s", (_, json) => {
    expect(() => parseCard(json)).toThrow(AppError);
    expect(() => parseCard(json)).toThrow(/bad-card/);
  });
});

describe("parseBroughtCard", () => {
  const { golden: _proof, ...brought } = card;
  const yolox = { output: "y", classes: 80, strides: [8, 16, 32], decoded: false };

  it("reads a card without a golden vector, and believes none that comes with it", () => {
    expect(parseBroughtCard(brought)).toEqual(brought);
    expect(parseBroughtCard(card)).toEqual(brought);
    const [variant] = parseBroughtCard(brought).variants;
    expect(variant && downloadBytes(parseBroughtCard(brought), variant)).toBe(20);
  });

  it("reads its decoder, and nothing beside what the decoder needs", () => {
    const decoder = { id: "yolox", parameters: { ...yolox, extra: 1 } };
    expect(parseBroughtCard({ ...brought, decoder }).decoder).toEqual({
      id: "yolox",
      parameters: yolox,
    });
  });

  it.each<[string, unknown, string]>([
    ["an unknown one", { id: "toString", parameters: {} }, "decoder.id"],
    ["none at all", "yolox", "decoder"],
    ["one without parameters", { id: "yolox" }, "decoder.parameters"],
    ["no strides", { id: "yolox", parameters: { ...yolox, strides: [] } }, "strides"],
    ["a stride of zero", { id: "yolox", parameters: { ...yolox, strides: [0] } }, "strides"],
    ["no output", { id: "yolox", parameters: { ...yolox, output: "" } }, "output"],
    [
      "classes that are no number",
      { id: "yolox", parameters: { ...yolox, classes: "80" } },
      "classes",
    ],
    [
      "a level that lacks a name",
      { id: "blazeface", parameters: { side: 128, levels: [{ scores: "s", anchors: 896 }] } },
      "levels",
    ],
    [
      "a range that is none",
      {
        id: "image",
        parameters: { output: "y", layout: "NCHW", channels: 3, range: "0…2", scale: 1 },
      },
      "range",
    ],
  ])("refuses a decoder that is %s, and says where", (_, decoder, path) => {
    expect(() => parseBroughtCard({ ...brought, decoder })).toThrow(AppError);
    expect(() => parseBroughtCard({ ...brought, decoder })).toThrow(path);
  });
});
