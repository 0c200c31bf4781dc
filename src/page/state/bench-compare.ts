import type { BenchReport, BenchWay, MeasuredWay } from "#exports";
import { fastestOf } from "./bench-report.ts";

/** A fact in which two reports differ. */
export interface BenchDifference {
  readonly about:
    | "browser"
    | "platform"
    | "cores"
    | "memory"
    | "gpu"
    | "isolated"
    | "version"
    | "length";
  readonly here: string;
  readonly there: string;
}

/** How many times as long the other one takes. */
export interface BenchRatios {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly endToEnd: number;
  /** From the first byte to the first answer, without the download. */
  readonly start: number;
}

/** The same way to run the model in both reports. */
export interface BenchPair {
  readonly here: MeasuredWay;
  readonly there: MeasuredWay;
  readonly ratios: BenchRatios;
}

/** Two reports, side by side. */
export type BenchComparison =
  /** Numbers of different models say nothing about devices. */
  | {
      readonly at: "different";
      /** Other models, or other files of a model of the same name. */
      readonly in: "model" | "files";
      readonly here: string;
      readonly there: string;
    }
  | {
      readonly at: "same";
      readonly differences: readonly BenchDifference[];
      readonly pairs: readonly BenchPair[];
      /** The fastest of each that went through, whatever they run on; null where one of them has none. */
      readonly fastest: BenchPair | null;
      readonly onlyHere: readonly BenchWay[];
      readonly onlyThere: readonly BenchWay[];
    };

/** Compares two reports; `there` is the other device's. */
export function compareReports(here: BenchReport, there: BenchReport): BenchComparison {
  if (here.model.id !== there.model.id) {
    return { at: "different", in: "model", here: here.model.title, there: there.model.title };
  }
  const changed = Object.entries(here.model.sha256).find(([variant, hashes]) => {
    const others = there.model.sha256[variant];
    return others !== undefined && others.join() !== hashes.join();
  });
  if (changed) {
    const [variant] = changed;
    return {
      at: "different",
      in: "files",
      here: here.model.sha256[variant]?.[0] ?? "",
      there: there.model.sha256[variant]?.[0] ?? "",
    };
  }
  const ours = measuredOf(here);
  const theirs = measuredOf(there);
  const pairs: BenchPair[] = [];
  const left = new Set(theirs);
  const unpaired: MeasuredWay[] = [];
  // With the same number of threads first: a phone has others than a laptop.
  const partners = (one: MeasuredWay): MeasuredWay | undefined =>
    [...left].find((other) => isSameWay(one, other) && one.threads === other.threads) ??
    [...left].find(
      (other) =>
        isSameWay(one, other) &&
        !ours.some((each) => isSameWay(each, other) && each.threads === other.threads),
    );
  for (const one of ours) {
    const other = partners(one);
    if (other) {
      left.delete(other);
      pairs.push(pairOf(one, other));
    } else unpaired.push(one);
  }
  const [fastestHere, fastestThere] = [fastestOf(here.candidates), fastestOf(there.candidates)];
  return {
    at: "same",
    differences: differencesOf(here, there),
    pairs,
    fastest: fastestHere && fastestThere ? pairOf(fastestHere, fastestThere) : null,
    onlyHere: unpaired,
    onlyThere: [...left],
  };
}

function measuredOf({ candidates }: BenchReport): readonly MeasuredWay[] {
  return candidates.filter((one): one is MeasuredWay => one.at === "measured");
}

function isSameWay(one: BenchWay, other: BenchWay): boolean {
  return (
    one.engine === other.engine && one.backend === other.backend && one.variant === other.variant
  );
}

function pairOf(here: MeasuredWay, there: MeasuredWay): BenchPair {
  const of = (read: (way: MeasuredWay) => number): number => ratio(read(there), read(here));
  return {
    here,
    there,
    ratios: {
      p50: of(({ stages }) => stages.infer.p50Ms),
      p90: of(({ stages }) => stages.infer.p90Ms),
      p99: of(({ stages }) => stages.infer.p99Ms),
      endToEnd: of(({ stages }) => stages.endToEnd.p50Ms),
      start: of(({ cold }) => cold.engineMs + cold.compileMs + cold.firstInferenceMs),
    },
  };
}

/** Nothing over nothing is the same. */
function ratio(there: number, here: number): number {
  if (there === here) return 1;
  return here > 0 ? there / here : Number.POSITIVE_INFINITY;
}

function differencesOf(here: BenchReport, there: BenchReport): readonly BenchDifference[] {
  const facts = ({ device, app, conditions }: BenchReport) =>
    [
      ["browser", device.browser],
      ["platform", device.platform],
      ["cores", String(device.cores)],
      ["memory", device.memoryGiB === null ? "–" : `${device.memoryGiB} GiB`],
      ["gpu", device.gpu ?? "–"],
      ["isolated", String(device.isolated)],
      ["version", app.version],
      ["length", conditions.length],
    ] as const;
  const theirs = new Map<string, string>(facts(there));
  return facts(here).flatMap(([about, value]) => {
    const other = theirs.get(about) ?? "";
    return other === value ? [] : [{ about, here: value, there: other }];
  });
}
