import { elementCount } from "#shared";
import type { Constant } from "./graph.ts";
import { widenHalf } from "./halves.ts";
import { refuse } from "./refuse.ts";

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: {
    readonly dtype: string;
    readonly scale?: number;
    readonly min?: number;
  };
}

/** The manifest of a TF.js `model.json`: groups of weights, each joined from its files. */
export type WeightsManifest = readonly {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}[];

/** Bytes of an element as it is stored. */
const storedBytes: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/**
 * Reads the weights of a TF.js model, halves and affine 8- and 16-bit numbers widened.
 * @throws AppError `model-refused` where a file is missing or short, or an element type is not known
 */
export function readTfjsWeights(
  manifest: WeightsManifest,
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Constant> {
  const constants = new Map<string, Constant>();
  for (const { paths, weights } of manifest) {
    const bytes = joined(paths, files);
    let at = 0;
    for (const weight of weights) {
      const stored = weight.quantization?.dtype ?? weight.dtype;
      const each = storedBytes[stored];
      if (each === undefined) refuse(`weights of type ${stored}`);
      const end = at + each * elementCount(weight.shape);
      if (end > bytes.length) refuse(`the weights end before ${weight.name}`);
      // Copied: typed arrays of wider elements start only at multiples of their size.
      constants.set(
        weight.name,
        widened(weight, stored, new Uint8Array(bytes.subarray(at, end)).buffer),
      );
      at = end;
    }
  }
  return constants;
}

function joined(paths: readonly string[], files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = paths.map((path) => files.get(path) ?? refuse(`the file ${path} is missing`));
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function widened(
  { shape, dtype, quantization }: WeightEntry,
  stored: string,
  bytes: ArrayBuffer,
): Constant {
  const raw = rawNumbers(stored, bytes);
  const { scale = 1, min = 0 } = quantization ?? {};
  const affine = stored === "uint8" || stored === "uint16";
  if (dtype === "float32") {
    const data =
      affine && quantization ? Float32Array.from(raw, (value) => value * scale + min) : raw;
    return { shape, dtype, data: data instanceof Float32Array ? data : Float32Array.from(data) };
  }
  const whole =
    affine && quantization ? Float64Array.from(raw, (value) => value * scale + min) : raw;
  const data = Int32Array.from(whole, Math.round);
  return { shape, dtype: dtype === "bool" ? "bool" : "int32", data };
}

function rawNumbers(
  stored: string,
  bytes: ArrayBuffer,
): Float32Array | Int32Array | Uint16Array | Uint8Array {
  if (stored === "float32") return new Float32Array(bytes);
  if (stored === "float16") return widenHalf(new Uint16Array(bytes));
  if (stored === "int32") return new Int32Array(bytes);
  return stored === "uint16" ? new Uint16Array(bytes) : new Uint8Array(bytes);
}
