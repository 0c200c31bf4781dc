import type { ModelRuns } from "#protocol";

/** How long runs take, of what they took before; null as long as there is nothing to compare with. */
export interface Drift {
  /** Of the time at full speed. */
  readonly drift: number | null;
  /** Of the time since the last step. */
  readonly worsening: number | null;
}

/** Compares the times of a session's runs with its own earlier ones. */
export interface LatencyDrift {
  /** Takes what a report tells, about once a second. `atFull`: nothing is spared just now. */
  add(runs: readonly ModelRuns[], atFull: boolean): Drift;
  /** Something else had the device: what was measured meanwhile says nothing. */
  skip(): void;
  /** Another rate: on many devices the clocks follow it, so the times after it are compared with each other. */
  step(): void;
}

/**
 * So many runs and nothing of before is in the worker's median. A test holds it to the protocol's `runWindow`:
 * taken from there, the protocol would become a file of its own, and the first page larger.
 */
export const freshRuns = 30;
/** The first reports of a session, while caches fill and the page still loads, are not looked at. */
const warmUpReports = 10;
/** A baseline is the median of so many reports in a row; a faster such stretch replaces it. */
const stretch = 20;

interface Kind {
  count: number;
  /** Runs until what the worker holds was all run since the last break. */
  freshAt: number;
  full: Baseline;
  step: Baseline;
}

interface Baseline {
  ms: number | null;
  recent: number[];
}

/**
 * Makes a comparison for one session. A baseline is the fastest lasting stretch, so a start beside other
 * work does not hide a device that slows down later. Each model and input size is compared with itself, and
 * weighs as much as it runs: more faces in the picture are no heat. Times of whole frames count only where
 * the engine's own are not known, on a GPU.
 */
export function createLatencyDrift(): LatencyDrift {
  const kinds = new Map<string, Kind>();
  let reports = 0;

  const refresh = (): void => {
    for (const kind of kinds.values()) kind.freshAt = kind.count + freshRuns;
  };
  const kindOf = ({ of, count }: ModelRuns): Kind => {
    const known = kinds.get(of);
    if (known) {
      // Cleared times hold only what ran since.
      if (count < known.count) Object.assign(known, { count: 0, freshAt: freshRuns });
      return known;
    }
    const made = { count: 0, freshAt: freshRuns, full: nothing(), step: nothing() };
    kinds.set(of, made);
    return made;
  };

  return {
    add(runs, atFull) {
      reports += 1;
      const modelRuns = runs.filter(({ of }) => of !== "frame");
      const drift = createWeighed();
      const worsening = createWeighed();
      for (const run of modelRuns.length > 0 ? modelRuns : runs) {
        const kind = kindOf(run);
        const ran = run.count - kind.count;
        kind.count = run.count;
        if (ran === 0 || run.count < kind.freshAt || reports <= warmUpReports) continue;
        learn(kind.step, run.p50Ms);
        if (atFull) learn(kind.full, run.p50Ms);
        drift.add(ran, run.p50Ms, kind.full.ms);
        worsening.add(ran, run.p50Ms, kind.step.ms);
      }
      return { drift: drift.ratio(), worsening: worsening.ratio() };
    },
    skip: refresh,
    step() {
      refresh();
      for (const kind of kinds.values()) {
        kind.step = nothing();
        kind.full.recent = [];
      }
    },
  };
}

function nothing(): Baseline {
  return { ms: null, recent: [] };
}

function learn(baseline: Baseline, ms: number): void {
  baseline.recent.push(ms);
  if (baseline.recent.length < stretch) return;
  const sorted = baseline.recent.toSorted((a, b) => a - b);
  const median = sorted[stretch >> 1] ?? ms;
  baseline.ms = Math.min(baseline.ms ?? median, median);
  baseline.recent.shift();
}

/** The time of all runs, of the time that they would have taken at their baselines. */
function createWeighed() {
  let taken = 0;
  let expected = 0;
  return {
    add(runs: number, ms: number, baselineMs: number | null): void {
      // A clock too coarse for a run tells nothing of it.
      if (baselineMs === null || baselineMs <= 0) return;
      taken += runs * ms;
      expected += runs * baselineMs;
    },
    ratio: () => (expected > 0 ? taken / expected : null),
  };
}
