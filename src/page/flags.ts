import type { Backend, EngineId } from "#shared";
import { type TaskId, taskById } from "#tasks";

const sourceKinds = ["camera", "sample", "screen", "files"] as const;
/** The places of the app, in the order of the row. */
export const places = ["live", "files", "models", "benchmark"] as const;
const engines = ["tfjs", "onnx", "litert"] as const satisfies readonly EngineId[];
const backends = ["wasm", "webgpu"] as const satisfies readonly Backend[];

/** Where pictures come from. */
export type SourceKind = (typeof sourceKinds)[number];

/** A place of the app. */
export type Place = (typeof places)[number];

/** What the address asks for; what is absent is the person's own choice. */
export interface Flags {
  readonly task?: TaskId;
  readonly source?: SourceKind;
  readonly place?: Place;
  readonly engine?: EngineId;
  readonly backend?: Backend;
  /** A model card's id. */
  readonly model?: string;
  /** Measure nothing by itself: for whoever measures the app. */
  readonly tune?: "off";
  /** Never slow down by itself: for whoever measures the app. */
  readonly governor?: "off";
  /** So many runs of each candidate are a whole benchmark: for stories of the app itself. */
  readonly benchRuns?: number;
  /** Begin at once. */
  readonly start: boolean;
  /** Files that another app shared wait for this page, or were lost. */
  readonly received?: "waiting" | "lost";
  /** Show the diagnostics panel. */
  readonly debug: boolean;
  /** Show the device check instead of the camera. */
  readonly check: boolean;
}

function oneOf<const T extends string>(allowed: readonly T[], value: string | null): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

/** Reads the flags of an address (`location.search`); unknown flags and values are ignored. */
export function readFlags(search: string): Flags {
  const query = new URLSearchParams(search);
  const task = taskById(query.get("task") ?? "")?.id;
  const source = oneOf(sourceKinds, query.get("source"));
  const place = oneOf(places, query.get("place"));
  const engine = oneOf(engines, query.get("engine"));
  const backend = oneOf(backends, query.get("backend"));
  const model = query.get("model");
  const benchRuns = Number(query.get("bench-runs"));
  const received = query.get("received");
  return {
    ...(task && { task }),
    ...(source && { source }),
    ...(place && { place }),
    ...(engine && { engine }),
    ...(backend && { backend }),
    ...(model && { model }),
    ...(query.get("tune") === "off" && { tune: "off" }),
    ...(benchRuns > 0 && { benchRuns: Math.ceil(benchRuns) }),
    ...(query.get("governor") === "off" && { governor: "off" }),
    ...(received !== null && { received: received === "failed" ? "lost" : "waiting" }),
    start: query.has("start"),
    debug: query.has("debug"),
    check: query.has("check"),
  };
}

/** The source kind that a stored setting names, if it is one. */
export function sourceKindOf(value: unknown): SourceKind | undefined {
  return typeof value === "string" ? oneOf(sourceKinds, value) : undefined;
}
