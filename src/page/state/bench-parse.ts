import {
  type BenchReport,
  type BenchStats,
  benchSchema,
  type MeasuredWay,
  type RefusedWay,
} from "#exports";
import { AppError, type ReportFault } from "#shared";

/** No report is longer: an hour of twelve candidates has a tenth of it. */
const mostBytes = 8 * 2 ** 20;

/**
 * Reads a file as the report of a benchmark, of this device or of another. It is untrusted: every field
 * that is shown or computed with is checked.
 * @throws AppError `report-refused`
 */
export async function readBenchReport(file: File): Promise<BenchReport> {
  if (file.size > mostBytes) throw refusal(file.name, "too-large");
  return parseBenchReport(await file.text(), file.name);
}

/**
 * Reads text as the report of a benchmark.
 * @throws AppError `report-refused`, naming the first field that is wrong
 */
export function parseBenchReport(text: string, file: string): BenchReport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refusal(file, "not-json");
  }
  const schema = isObject(json) ? json.schema : undefined;
  if (typeof schema !== "string" || !schema.startsWith("localens.benchmark.")) {
    throw refusal(file, "another-kind");
  }
  if (schema !== benchSchema) throw refusal(file, "newer");
  try {
    checkReport(new Part(json, ""));
  } catch (error) {
    if (error instanceof WrongField) throw refusal(file, "damaged", error.path);
    throw error;
  }
  return json as BenchReport;
}

function refusal(file: string, fault: ReportFault, path = ""): AppError<"report-refused"> {
  return new AppError("report-refused", { file, fault, path });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field that is missing or cannot be. */
class WrongField extends Error {
  readonly path: string;
  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

const longestText = 1_000;

/** A value of the file, and where it lies. */
class Part {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  /** A field; absent fields are undefined, and every check refuses them. */
  at(key: string): Part {
    if (!isObject(this.value)) throw new WrongField(this.path);
    const value = Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Part(value, this.path === "" ? key : `${this.path}.${key}`);
  }

  isAbsent(): boolean {
    return this.value === undefined;
  }

  text(): string {
    if (typeof this.value !== "string" || this.value.length > longestText) this.wrong();
    return this.value as string;
  }

  oneOf(values: readonly unknown[]): void {
    if (!values.includes(this.value)) this.wrong();
  }

  number(least = Number.NEGATIVE_INFINITY): number {
    if (!Number.isFinite(this.value) || (this.value as number) < least) this.wrong();
    return this.value as number;
  }

  count(least = 0): void {
    if (!Number.isSafeInteger(this.number(least))) this.wrong();
  }

  flag(): void {
    if (typeof this.value !== "boolean") this.wrong();
  }

  list(least: number, most: number): readonly Part[] {
    const { value, path } = this;
    if (!Array.isArray(value) || value.length < least || value.length > most) this.wrong();
    return (value as readonly unknown[]).map((one, index) => new Part(one, `${path}[${index}]`));
  }

  /** The fields of an object that may have any names. */
  fields(): readonly Part[] {
    if (!isObject(this.value)) this.wrong();
    return Object.keys(this.value as object).map((key) => this.at(key));
  }

  orNull(check: (part: Part) => void): void {
    if (this.value !== null) check(this);
  }

  wrong(): never {
    throw new WrongField(this.path);
  }
}

function checkReport(report: Part): void {
  if (Number.isNaN(Date.parse(report.at("createdAt").text()))) report.at("createdAt").wrong();
  for (const key of ["name", "version"]) report.at("app").at(key).text();
  const device = report.at("device");
  for (const key of ["browser", "platform", "userAgent"]) device.at(key).text();
  for (const key of ["cores", "threads"]) device.at(key).count(1);
  for (const key of ["softwareGpu", "isolated"]) device.at(key).flag();
  device.at("memoryGiB").orNull((memory) => memory.number(0));
  device.at("gpu").orNull((gpu) => gpu.text());
  for (const key of ["width", "height", "pixelRatio"]) device.at("screen").at(key).number(0);

  const model = report.at("model");
  for (const key of ["id", "title", "task"]) model.at(key).text();
  for (const key of ["width", "height"]) model.at("input").at(key).count(1);
  for (const key of ["name", "layout", "dtype"]) model.at("input").at(key).text();
  for (const hashes of model.at("sha256").fields()) {
    for (const hash of hashes.list(1, 1_000)) {
      if (!/^[0-9a-f]{64}$/.test(hash.text())) hash.wrong();
    }
  }

  const conditions = report.at("conditions");
  conditions.at("length").oneOf(["quick", "full", "sustained", "short"]);
  conditions.at("ended").oneOf(["finished", "cancelled"]);
  conditions.at("mostRuns").orNull((runs) => runs.count(1));
  for (const key of ["mostMs", "wallMs"]) conditions.at(key).number(0);
  conditions.at("hidden").count();

  for (const candidate of report.at("candidates").list(1, 200)) checkCandidate(candidate);
}

function checkCandidate(candidate: Part): void {
  candidate.at("engine").oneOf(["tfjs", "onnx", "litert"]);
  candidate.at("backend").oneOf(["wasm", "webgpu"]);
  for (const key of ["variant", "precision"]) candidate.at(key).text();
  candidate.at("threads").count(1);
  const at = candidate.at("at");
  at.oneOf(["measured", "refused"] satisfies (MeasuredWay["at"] | RefusedWay["at"])[]);
  if (at.value === "refused") {
    candidate.at("reason").text();
    return;
  }
  if (!candidate.at("reason").isAbsent()) candidate.at("reason").text();
  candidate.at("build").text();
  const cold = candidate.at("cold");
  for (const key of ["downloadBytes", "cachedBytes"]) cold.at(key).count();
  for (const key of ["downloadMs", "hashMs", "engineMs", "compileMs", "firstInferenceMs"]) {
    cold.at(key).number(0);
  }
  const stages = candidate.at("stages");
  for (const key of ["preprocess", "infer", "endToEnd"]) checkStats(stages.at(key));
  if (!stages.at("decode").isAbsent()) checkStats(stages.at("decode"));
  candidate.at("agreement").orNull((agreement) => {
    agreement.at("with").oneOf(["golden", "engine"]);
    agreement.at("reference").text();
    agreement.at("worst").number(0);
    agreement.at("tolerance").orNull((tolerance) => tolerance.number(0));
  });
  const drift = candidate.at("drift");
  if (drift.at("binMs").number(0) === 0) drift.at("binMs").wrong();
  drift.at("baselineMs").number(0);
  for (const bin of drift.at("bins").list(1, 100_000)) {
    for (const key of ["atMs", "medianMs", "relative"]) bin.at(key).number(0);
    bin.at("runs").count(1);
  }
  for (const quantile of candidate.at("quantilesMs").list(101, 101)) quantile.number(0);
}

const statKeys = [
  "p50Ms",
  "p90Ms",
  "p99Ms",
  "minMs",
  "maxMs",
  "meanMs",
  "deviationMs",
  "throughput",
] as const satisfies readonly (keyof BenchStats)[];

function checkStats(stats: Part): void {
  stats.at("runs").count(1);
  for (const key of statKeys) stats.at(key).number(0);
}
