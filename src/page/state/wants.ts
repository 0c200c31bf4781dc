import type { Allowed, EngineOnBackend, SetOptions, ViewState } from "#protocol";
import type { TaskId } from "#tasks";

/** The session that is wanted. Compared by identity: a new object asks for a new load. */
export interface LoadWant {
  readonly task: TaskId;
  readonly model?: string;
  readonly allowed: Allowed;
  /** Tried last. */
  readonly doubted?: readonly EngineOnBackend[];
}

/** The live source that is wanted; every attach opens it anew. Compared by identity. */
export interface SourceWant<Source = unknown> {
  /** Null where it is gone: it is wanted no more, and whoever owns it brings another. */
  open(): Source | null;
}

/** What should be so. */
export interface Wants<Source = unknown> {
  readonly load: LoadWant | null;
  readonly source: SourceWant<Source> | null;
  readonly view: ViewState | null;
  readonly options: SetOptions | null;
  readonly frozen: boolean;
  /** Most frames a second, where the device is spared. */
  readonly pace: number | null;
}

/** What is so in the worker at hand. */
export interface Running<Source = unknown> extends Wants<Source> {
  readonly canvas: boolean;
}

/** What to do next so that what runs becomes what is wanted. */
export type Step<Source = unknown> =
  | { readonly do: "attach-canvas" }
  | { readonly do: "set-view"; readonly view: ViewState }
  | { readonly do: "set-options"; readonly options: SetOptions }
  | { readonly do: "load"; readonly load: LoadWant }
  | { readonly do: "unload" }
  | { readonly do: "attach-source"; readonly source: SourceWant<Source> }
  | { readonly do: "detach-source" }
  | { readonly do: "set-frozen"; readonly frozen: boolean }
  | { readonly do: "set-pace"; readonly pace: number | null };

/** Nothing is wished for yet. */
export const nothingWanted: Wants<never> = {
  load: null,
  source: null,
  view: null,
  options: null,
  frozen: false,
  pace: null,
};

/** Nothing runs: a fresh worker. */
export const nothingRuns: Running<never> = { ...nothingWanted, canvas: false };

/**
 * Compares what is wanted with what runs and names the next step, or nothing when they agree.
 * A source runs only on the session it was wanted with: it is detached before another loads.
 */
export function nextStep<Source>(
  wants: Wants<Source>,
  running: Running<Source>,
): Step<Source> | undefined {
  const loaded = wants.load !== null && running.load === wants.load;
  if (running.source && (running.source !== wants.source || !loaded))
    return { do: "detach-source" };
  if (wants.load === null) return running.load ? { do: "unload" } : undefined;
  if (!running.canvas) return { do: "attach-canvas" };
  if (wants.view && running.view !== wants.view) return { do: "set-view", view: wants.view };
  if (wants.options && running.options !== wants.options) {
    return { do: "set-options", options: wants.options };
  }
  if (!loaded) return { do: "load", load: wants.load };
  if (running.frozen !== wants.frozen) return { do: "set-frozen", frozen: wants.frozen };
  if (running.pace !== wants.pace) return { do: "set-pace", pace: wants.pace };
  if (wants.source && running.source !== wants.source) {
    return { do: "attach-source", source: wants.source };
  }
  return undefined;
}
