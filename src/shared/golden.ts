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

/** How far one output may be off. */
export interface OutputTolerance {
  /** At any sampled element. */
  readonly worst: number;
  /** On the average of all sampled elements. */
  readonly mean: number;
}

/** How far a golden run may be off: at any sampled element of all outputs, or for each output by its name. */
export type Tolerance = number | Readonly<Record<string, OutputTolerance>>;

/** How far an engine's golden run is from what was expected, where it is off furthest for what is allowed. */
export interface GoldenVerdict {
  readonly ok: boolean;
  /** Largest absolute difference at a sampled element; infinite where a comparison is impossible. */
  readonly worst: number;
  /** The output in which it is; "…, on average" where its mean difference fails, and is told as `worst`. */
  readonly output: string;
  /** How far that may be off. */
  readonly tolerance: number;
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
  tolerance: Tolerance,
): GoldenVerdict {
  const differences = expected.outputs.flatMap((wanted) => {
    const found = outputs.find(({ name }) => name === wanted.name);
    const { worst, mean } = found ? differenceOf(found, wanted) : unlike;
    const output = wanted.name;
    if (typeof tolerance === "number") return [{ worst, output, tolerance }];
    // An output of which nothing is said may not differ at all.
    const allowed = tolerance[output] ?? { worst: 0, mean: 0 };
    const average = { worst: mean, output: `${output}, on average`, tolerance: allowed.mean };
    const atWorst = { worst, output, tolerance: allowed.worst };
    // The average is told only where it is what fails.
    return mean > allowed.mean ? [atWorst, average] : [atWorst];
  });
  const [first] = differences.toSorted((a, b) => partOf(b) - partOf(a));
  if (!first) return { ok: false, worst: 0, output: "", tolerance: 0 };
  return { ok: first.worst <= first.tolerance, ...first };
}

/** A difference as a part of what is allowed. */
function partOf({ worst, tolerance }: Pick<GoldenVerdict, "worst" | "tolerance">): number {
  if (worst === 0) return 0;
  return Number.isFinite(worst) ? worst / tolerance : Number.MAX_VALUE;
}

const unlike: OutputTolerance = {
  worst: Number.POSITIVE_INFINITY,
  mean: Number.POSITIVE_INFINITY,
};

function differenceOf({ data }: CpuTensor, wanted: GoldenOutput): OutputTolerance {
  if (data.length !== wanted.size) return unlike;
  // Every element, not only the sampled ones: a driver that leaves part of a buffer unwritten shows here.
  for (const value of data) if (!Number.isFinite(value)) return unlike;
  let worst = 0;
  let sum = 0;
  for (const [position, index] of wanted.indices.entries()) {
    const difference = Math.abs(
      (data[index] ?? Number.NaN) - (wanted.values[position] ?? Number.NaN),
    );
    if (!(difference <= worst)) worst = difference;
    sum += difference;
  }
  return { worst, mean: sum / wanted.indices.length };
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
