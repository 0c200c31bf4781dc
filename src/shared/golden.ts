import { AppError } from "./errors.ts";
import type { CpuTensor } from "./tensor.ts";

/** What one output of the golden run must be: a sample of its elements. */
export interface GoldenOutput {
  readonly name: string;
  /** How many elements the whole output has. */
  readonly size: number;
  /** Positions in the row-major output, and the value at each. */
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** What a second implementation answered to the golden input. */
export interface GoldenExpectation {
  readonly outputs: readonly GoldenOutput[];
}

/** How far an engine's golden run is from what was expected. */
export interface GoldenVerdict {
  readonly ok: boolean;
  /** Largest absolute difference at a sampled element; infinite where a comparison is impossible. */
  readonly worst: number;
  /** The output in which it is. */
  readonly output: string;
}

/**
 * Reads untrusted JSON, `{ outputs: [{ name, size, indices, values }] }`.
 * @throws AppError `bad-card` when it is anything else, or holds no element to compare.
 */
export function parseGoldenExpectation(json: unknown): GoldenExpectation {
  const outputs = property(json, "outputs");
  if (!Array.isArray(outputs) || outputs.length === 0) bad("outputs", "a filled list is needed");
  return { outputs: outputs.map(parseOutput) };
}

/**
 * Compares the outputs of a golden run, found by name, with what is expected of them. An output that is
 * missing, of another size, or holds NaN or an infinity anywhere differs without limit.
 */
export function compareWithGolden(
  outputs: readonly CpuTensor[],
  expected: GoldenExpectation,
  tolerance: number,
): GoldenVerdict {
  let worst = 0;
  let output = expected.outputs[0]?.name ?? "";
  for (const wanted of expected.outputs) {
    const found = outputs.find(({ name }) => name === wanted.name);
    const difference = found ? largestDifference(found, wanted) : Number.POSITIVE_INFINITY;
    if (difference > worst) {
      worst = difference;
      output = wanted.name;
    }
  }
  return { ok: expected.outputs.length > 0 && worst <= tolerance, worst, output };
}

function largestDifference({ data }: CpuTensor, wanted: GoldenOutput): number {
  if (data.length !== wanted.size) return Number.POSITIVE_INFINITY;
  // Every element, not only the sampled ones: a driver that leaves part of a buffer unwritten shows here.
  for (const value of data) if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [position, index] of wanted.indices.entries()) {
    const difference = Math.abs(
      (data[index] ?? Number.NaN) - (wanted.values[position] ?? Number.NaN),
    );
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

function bad(path: string, reason: string): never {
  throw new AppError("bad-card", { path: `golden.expected.${path}`, reason });
}

function property(of: unknown, key: string): unknown {
  if (typeof of !== "object" || of === null) bad(key, "an object is needed");
  return (of as Readonly<Record<string, unknown>>)[key];
}

function parseOutput(json: unknown): GoldenOutput {
  const name = property(json, "name");
  if (typeof name !== "string" || name === "") bad("name", "text is needed");
  const size = property(json, "size");
  if (!isIndex(size) || size === 0) bad("size", "a whole number above 0 is needed");
  const indices = property(json, "indices");
  if (!Array.isArray(indices) || !indices.every((index) => isIndex(index) && index < size)) {
    bad("indices", "positions within the output are needed");
  }
  const values = property(json, "values");
  if (!Array.isArray(values) || !values.every(Number.isFinite)) bad("values", "numbers are needed");
  if (values.length === 0 || values.length !== indices.length) {
    bad("values", "one value for each of at least one position is needed");
  }
  return { name, size, indices, values };
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
