import type { Stage, WorkerReport } from "#protocol";
import { createFrameCounts, type FrameCounts } from "./frame-counts.ts";
import { Ring } from "./ring.ts";
import { createRunTimes, type RunTimes as ModelRunTimes } from "./run-times.ts";
import type { RunTimes } from "./task-session.ts";

const kept = 120;
const fpsWindowMs = 3000;
const stages = ["capture", "preprocess", "infer", "decode", "draw"] as const satisfies Stage[];

/** The moments of one live frame, on this worker's clock. */
export interface FrameMoments {
  readonly capturedAtMs: number;
  readonly startedAtMs: number;
  readonly drawnAtMs: number;
}

/** What the last live frames took; see "Life of a frame". */
export interface FrameStats {
  readonly counts: FrameCounts;
  readonly runs: Pick<ModelRunTimes, "add">;
  add(moments: FrameMoments, times: RunTimes, drawMs: number): void;
  /** Forgets the times, not the counts. */
  clear(): void;
  report(): Pick<WorkerReport, "fps" | "frames" | "stages" | "frameAgeMs" | "overheadMs" | "runs">;
}

/** Makes empty statistics in memory that never grows. */
export function createFrameStats(): FrameStats {
  const rings = Object.fromEntries(stages.map((stage) => [stage, new Ring(kept)])) as Record<
    Stage,
    Ring
  >;
  const ages = new Ring(kept);
  const overheads = new Ring(kept);
  const drawn = new Ring(kept);
  const counts = createFrameCounts();
  const runs = createRunTimes();

  return {
    counts,
    runs,
    add({ capturedAtMs, startedAtMs, drawnAtMs }, times, drawMs) {
      rings.capture.push(startedAtMs - capturedAtMs);
      rings.preprocess.push(times.preprocessMs);
      rings.infer.push(times.inferMs);
      rings.decode.push(times.decodeMs);
      rings.draw.push(drawMs);
      ages.push(drawnAtMs - capturedAtMs);
      overheads.push(drawnAtMs - startedAtMs - times.inferMs);
      drawn.push(drawnAtMs);
      runs.add("frame", drawnAtMs - startedAtMs);
    },
    clear() {
      for (const ring of [...Object.values(rings), ages, overheads, drawn]) ring.clear();
      runs.clear();
    },
    report() {
      const measured = stages.filter((stage) => rings[stage].length > 0);
      return {
        fps: drawn.perSecond(performance.now(), fpsWindowMs),
        frames: { ...counts },
        stages: Object.fromEntries(measured.map((stage) => [stage, rings[stage].spread()])),
        frameAgeMs: ages.spread(),
        overheadMs: overheads.spread(),
        runs: runs.report(),
      };
    },
  };
}
