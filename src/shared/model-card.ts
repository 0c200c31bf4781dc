import type { CardDecoder } from "./card-decoder.ts";
import { AppError } from "./errors.ts";
import { type ExtraInput, isExtraInput } from "./extra-input.ts";
import type { Fit } from "./geometry.ts";
import type { OutputTolerance, Tolerance } from "./golden.ts";
import { type DeviceNeed, deviceNeeds } from "./names.ts";
import type { DType, TensorSpec } from "./tensor.ts";

/** A file served as `/models/<sha256>`. */
export interface PinnedFile {
  readonly name: string;
  readonly bytes: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** File formats of models; each is read by at least one engine. */
export type ModelFormat = "tfjs" | "onnx" | "tflite";

/** One set of a model's files: a format and a precision. */
export interface Variant {
  /** Format and precision, e.g. `tfjs-fp16`; unique within the card. */
  readonly id: string;
  readonly format: ModelFormat;
  readonly precision: string;
  /** What it needs of the device's GPU, without which it is never started; then it runs on WebGPU alone. */
  readonly needs?: DeviceNeed;
  /** How far off the golden answer it may be, by output, where its digits cannot keep to the card's tolerance. */
  readonly tolerance?: Readonly<Record<string, OutputTolerance>>;
  readonly files: readonly PinnedFile[];
}

/** How a picture becomes the model's input: `value = (byte − mean[c]) / std[c]`, bytes 0 … 255. */
export interface InputSpec {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly layout: "NHWC" | "NCHW";
  readonly dtype: DType;
  /** `grey` and `luma` have one channel: 0.299 R + 0.587 G + 0.114 B. */
  readonly channels: "RGB" | "BGR" | "grey" | "luma";
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly fit: Fit;
  /** The byte that fills the bars of a letterbox, for all three channels. */
  readonly padByte: number;
}

/**
 * The model's proof: an input and what a second implementation answered to it.
 * `input` is gzip of the raw input tensor bytes (uint8, before normalisation, `[H, W, 3]` RGB);
 * `expected` is JSON `{ outputs: [{ name, indices, values }] }`, a sample of each output.
 */
export interface Golden {
  readonly input: PinnedFile;
  readonly expected: PinnedFile;
  /** Largest absolute difference allowed at any sampled element. */
  readonly tolerance: number;
  /** Who answered: engine, version, backend. */
  readonly reference: string;
}

/** How a classifier's answers become scores: the function that is left to apply to them. */
export type ScoreFunction = "softmax" | "sigmoid" | "none";

/** What a model is and how to feed it: `models/<id>.json`. */
export interface ModelCard {
  readonly id: string;
  readonly task: string;
  readonly title: string;
  readonly licence: string;
  /** Where the network comes from. */
  readonly source: string;
  readonly input: InputSpec;
  /** What is fed beside the picture, where a network wants more than that. */
  readonly extraInputs?: readonly ExtraInput[];
  /** The outputs that the task's decoder reads, in this order. */
  readonly outputs: readonly TensorSpec[];
  readonly labels: readonly string[];
  /** Of classifiers only; absent where the answers are scores already. */
  readonly scores?: ScoreFunction;
  /** How the outputs are read, where that is not what the task does by itself. */
  readonly decoder?: CardDecoder;
  readonly variants: readonly Variant[];
  /** Absent from models that a person brought: nobody recorded what they answer. */
  readonly golden?: Golden;
  /** What was measured, in words with numbers. */
  readonly accuracy: readonly string[];
}

/** A card with its proof: every shipped one. */
export interface ProvedCard extends ModelCard {
  readonly golden: Golden;
}

/** All files that a variant needs before its first run, golden vector included. */
export function filesOf(
  { golden }: Pick<ModelCard, "golden">,
  variant: Variant,
): readonly PinnedFile[] {
  return golden ? [...variant.files, golden.input, golden.expected] : variant.files;
}

/** Whether a variant of this id computes in halves: pages show that beside the engine, and know no more of it. */
export function computesInHalves(variantId: string): boolean {
  return variantId.endsWith("-fp16-math");
}

/** How far a variant's golden run may be off. */
export function toleranceOf(golden: Golden, variant: Pick<Variant, "tolerance">): Tolerance {
  return variant.tolerance ?? golden.tolerance;
}

/** Bytes to download for a variant, golden vector included. */
export function downloadBytes(card: Pick<ModelCard, "golden">, variant: Variant): number {
  return filesOf(card, variant).reduce((sum, file) => sum + file.bytes, 0);
}

/**
 * Reads untrusted JSON as the card of a shipped model, which has a golden vector.
 * @throws AppError `bad-card`, naming the path of the first field that is wrong.
 */
export function parseCard(json: unknown): ProvedCard {
  const card = fields(json, "card");
  return { ...readCard(json), golden: parseGolden(fields(card.golden, "golden")) };
}

/** The fields of a card that every card has. Throws AppError `bad-card`. */
export function readCard(json: unknown): ModelCard {
  const card = fields(json, "card");
  return {
    id: text(card, "id"),
    task: text(card, "task"),
    title: text(card, "title"),
    licence: text(card, "licence"),
    source: text(card, "source"),
    input: parseInput(fields(card.input, "input")),
    ...(card.extraInputs !== undefined && {
      extraInputs: list(card, "extraInputs").map(parseExtraInput),
    }),
    outputs: list(card, "outputs").map(parseOutput),
    labels: list(card, "labels").map((label, index) => {
      if (typeof label !== "string") bad(`labels.${index}`, "a label is text");
      return label;
    }),
    ...(card.scores !== undefined && { scores: oneOf(card, "scores", scoreFunctions) }),
    variants: list(card, "variants").map(parseVariant),
    accuracy: list(card, "accuracy").map(String),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function bad(path: string, reason: string): never {
  throw new AppError("bad-card", { path, reason });
}

function fields(value: unknown, path: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    bad(path, "an object is needed");
  }
  return value as Fields;
}

function text(of: Fields, key: string): string {
  const value = of[key];
  if (typeof value !== "string" || value === "") bad(key, "text is needed");
  return value;
}

function list(of: Fields, key: string): readonly unknown[] {
  const value = of[key];
  if (!Array.isArray(value)) bad(key, "a list is needed");
  return value;
}

function count(of: Fields, key: string): number {
  const value = of[key];
  if (!Number.isSafeInteger(value) || (value as number) < 0) bad(key, "a whole number is needed");
  return value as number;
}

function oneOf<const T extends string>(of: Fields, key: string, allowed: readonly T[]): T {
  const value = allowed.find((candidate) => candidate === of[key]);
  if (value === undefined) bad(key, `one of ${allowed.join(", ")} is needed`);
  return value;
}

function triple(of: Fields, key: string): readonly [number, number, number] {
  const values = list(of, key);
  if (values.length !== 3 || !values.every((value) => Number.isFinite(value))) {
    bad(key, "three numbers are needed");
  }
  return values as unknown as readonly [number, number, number];
}

const scoreFunctions = ["softmax", "sigmoid", "none"] as const satisfies readonly ScoreFunction[];
const fits = [
  "letterbox",
  "letterbox-top-left",
  "stretch",
  "centre-crop",
] as const satisfies readonly Fit[];
const dtypes = ["float32", "int32", "uint8"] as const satisfies readonly DType[];

function parseInput(input: Fields): InputSpec {
  const std = triple(input, "std");
  if (std.includes(0)) bad("std", "zero would divide");
  return {
    name: text(input, "name"),
    width: count(input, "width"),
    height: count(input, "height"),
    layout: oneOf(input, "layout", ["NHWC", "NCHW"]),
    dtype: oneOf(input, "dtype", dtypes),
    channels: oneOf(input, "channels", ["RGB", "BGR", "grey", "luma"]),
    mean: triple(input, "mean"),
    std,
    fit: oneOf(input, "fit", fits),
    padByte: count(input, "padByte"),
  };
}

function parseExtraInput(json: unknown): ExtraInput {
  if (!isExtraInput(json)) bad("extraInputs", "it is nothing that can be fed");
  const { name, shape, dtype, fill } = json;
  return { name, shape, dtype, fill };
}

function parseOutput(json: unknown): TensorSpec {
  const output = fields(json, "outputs");
  return {
    name: text(output, "name"),
    shape: list(output, "shape").map((size) => {
      if (!Number.isSafeInteger(size)) bad("outputs.shape", "whole numbers are needed");
      return size as number;
    }),
    dtype: oneOf(output, "dtype", dtypes),
  };
}

function parseFile(json: unknown): PinnedFile {
  const file = fields(json, "file");
  const sha256 = text(file, "sha256");
  if (!/^[0-9a-f]{64}$/.test(sha256)) bad("sha256", "64 hex digits are needed");
  return { name: text(file, "name"), bytes: count(file, "bytes"), sha256 };
}

function parseVariant(json: unknown): Variant {
  const variant = fields(json, "variants");
  return {
    id: text(variant, "id"),
    format: oneOf(variant, "format", ["tfjs", "onnx", "tflite"]),
    precision: text(variant, "precision"),
    ...(variant.needs !== undefined && { needs: oneOf(variant, "needs", deviceNeeds) }),
    ...(variant.tolerance !== undefined && {
      tolerance: parseTolerances(fields(variant.tolerance, "tolerance")),
    }),
    files: list(variant, "files").map(parseFile),
  };
}

function parseTolerances(outputs: Fields): Readonly<Record<string, OutputTolerance>> {
  const entries = Object.entries(outputs).map(([name, json]) => {
    const allowed = fields(json, `tolerance.${name}`);
    return [name, { worst: aboveZero(allowed, "worst"), mean: aboveZero(allowed, "mean") }];
  });
  return Object.fromEntries(entries);
}

function aboveZero(of: Fields, key: string): number {
  const value = of[key];
  if (typeof value !== "number" || !(value > 0)) bad(key, "a number above 0 is needed");
  return value;
}

function parseGolden(golden: Fields): Golden {
  return {
    input: parseFile(golden.input),
    expected: parseFile(golden.expected),
    tolerance: aboveZero(golden, "tolerance"),
    reference: text(golden, "reference"),
  };
}
