import { strFromU8 } from "fflate";
import { bytesOf, elementsOf } from "../element-types.ts";
import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";
import type { ElementType, ModelFile } from "../report.ts";
import { guardJson } from "./guard-json.ts";

/** Parsed JSON whose keys are not known to be there. */
export type Fields = Readonly<Record<string, unknown>>;

/** A weight as the manifest of a `model.json` describes it. */
export interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** What the graph computes with. */
  readonly dtype: ElementType;
  /** What is stored: float16 or integers where the weights were quantized. */
  readonly storedDtype: ElementType;
  readonly elements: number;
  /** Where it starts in its group. */
  readonly offset: number;
  /** Stored bytes; `null` for text, whose length only its content says. */
  readonly bytes: number | null;
}

/** A group of weights in consecutive shards. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly ManifestWeight[];
  readonly bytes: number;
}

/** A parsed `model.json`. */
export interface TfjsJson {
  readonly file: string;
  readonly kind: "graph-model" | "layers-model";
  readonly json: Fields;
  readonly topology: Fields;
  readonly groups: readonly WeightGroup[];
}

/** Whether a value is an object with keys. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object under a key; empty where there is none. */
export function fieldsAt(of: Fields, key: string): Fields {
  const value = Object.hasOwn(of, key) ? of[key] : undefined;
  return isFields(value) ? value : {};
}

/** A list under a key; empty where there is none. */
export function listAt(of: Fields, key: string): readonly unknown[] {
  const value = Object.hasOwn(of, key) ? of[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** Text under a key; empty where there is none, cut at 64 KiB. */
export function textAt(of: Fields, key: string): string {
  const value = Object.hasOwn(of, key) ? of[key] : undefined;
  return typeof value === "string" ? value.slice(0, limits.nameBytes) : "";
}

/**
 * Parses a TF.js `model.json` and checks its manifest.
 * @throws AppError `model-refused`: `too-large`, `malformed`, `unsupported-weights`, `bad-path`
 */
export function readTfjsJson({ name: file, bytes }: ModelFile): TfjsJson {
  guardJson(file, bytes);
  let json: unknown;
  try {
    json = JSON.parse(strFromU8(bytes));
  } catch (error) {
    // A file that was cut ends without its last brace.
    const ended = bytes.at(-1) !== 0x7d && !/[}\]]\s*$/.test(strFromU8(bytes.subarray(-16)));
    return refuse(ended ? "truncated" : "malformed", file, String(error).slice(0, 200), error);
  }
  if (!isFields(json)) return refuse("malformed", file, "it is no object");
  const topology = fieldsAt(json, "modelTopology");
  const layers = isFields(topology.model_config) || textAt(json, "format") === "layers-model";
  const manifest = listAt(json, "weightsManifest");
  if (manifest.length > limits.files) refuse("too-large", file, `${manifest.length} groups`);
  return {
    file,
    kind: layers ? "layers-model" : "graph-model",
    json,
    topology,
    groups: manifest.map((group) => groupOf(file, group)),
  };
}

function groupOf(file: string, json: unknown): WeightGroup {
  if (!isFields(json)) return refuse("malformed", file, "a group of weights is no object");
  const paths = listAt(json, "paths").map((path) => {
    if (typeof path !== "string" || path.length > 1024) {
      return refuse("malformed", file, "a path is no text");
    }
    if (/^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(path)) {
      refuse("bad-path", file, path.slice(0, 100));
    }
    return path.replace(/^\.\//, "");
  });
  let offset = 0;
  const weights = listAt(json, "weights").map((entry): ManifestWeight => {
    const weight = weightOf(file, entry, offset);
    // Text is read to the end of its group; nothing that follows it can be placed.
    offset += weight.bytes ?? 0;
    return weight;
  });
  if (!Number.isSafeInteger(offset)) refuse("malformed", file, "weights beyond any size");
  return { paths, weights, bytes: offset };
}

const dtypes: Readonly<Record<string, ElementType>> = {
  float32: "float32",
  float16: "float16",
  int32: "int32",
  uint8: "uint8",
  uint16: "uint16",
  bool: "bool",
  string: "string",
  complex64: "complex64",
};

function weightOf(file: string, json: unknown, offset: number): ManifestWeight {
  if (!isFields(json)) return refuse("malformed", file, "a weight is no object");
  const name = textAt(json, "name");
  const shape = listAt(json, "shape");
  const sizes = shape.filter((size): size is number => Number.isSafeInteger(size));
  const elements = elementsOf(sizes);
  if (sizes.length !== shape.length || sizes.length > limits.rank || elements === null) {
    return refuse("malformed", file, `${name} has a shape that cannot be`);
  }
  const dtype = dtypes[textAt(json, "dtype")];
  const quantized = isFields(json.quantization) ? textAt(json.quantization, "dtype") : "";
  const storedDtype = quantized === "" ? dtype : dtypes[quantized];
  if (!dtype || !storedDtype) {
    return refuse("unsupported-weights", file, `${name} is of type ${textAt(json, "dtype")}`);
  }
  const bytes = storedDtype === "string" ? null : bytesOf(storedDtype, elements);
  return { name, shape: sizes, dtype, storedDtype, elements, offset, bytes };
}
