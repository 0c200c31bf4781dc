import { type AppState, type AppStore, isLive, phaseOf } from "./app-state.ts";
import { isMeteredNow } from "./connection.ts";
import {
  decide,
  firstPlan,
  type GovernorPlan,
  type GovernorStep,
  type HeatSignals,
} from "./governor-plan.ts";
import type { GovernorReason, SmallerModel } from "./governor-state.ts";
import { type DeviceSignals, openDeviceSignals } from "./heat-signals.ts";
import { createLatencyDrift, type LatencyDrift } from "./latency-drift.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import type { Supervisor } from "./supervisor-parts.ts";

/** Keeps the device cool: asks less of it where it gets hot, its battery low or its memory short. */
export interface Governor {
  /** The person's wish, which is remembered. */
  turn(on: boolean): void;
}

/** What it needs of the app. */
export interface GovernorParts {
  readonly store: AppStore;
  readonly supervisor: Pick<Supervisor, "want">;
  readonly session: Pick<Session, "renew" | "chooseAnew">;
  readonly settings: Pick<Settings, "flag" | "write">;
}

/** What it needs of its surroundings; tests hold them. */
export interface GovernorSurroundings {
  signals(): Promise<DeviceSignals>;
  nowMs(): number;
  /** Whether a few megabytes may be fetched unasked. */
  mayFetch(): boolean;
}

const here: GovernorSurroundings = {
  signals: openDeviceSignals,
  nowMs: () => performance.now(),
  mayFetch: () => navigator.onLine && !isMeteredNow(),
};

const keptNotes = 20;
const fastest = 15;

/** Half of what the device did: less is felt, more hardly cools. */
export function slowerRate(fps: number): number {
  return Math.max(1, Math.min(fastest, Math.round(fps / 2)));
}

/**
 * Connects the governor with the app.
 *
 * [Note: When the governor works] It looks on while live frames run in a page that is seen, and decides once a
 * second by what the worker's report tells. It neither looks nor acts beside the tuner or a benchmark, for what
 * they take is no heat. Here and not in the worker: pressure, battery and the person's wishes are known to
 * the page, and a step must outlive a worker that is replaced.
 */
export async function createGovernor(
  { store, supervisor, session, settings }: GovernorParts,
  surroundings: GovernorSurroundings = here,
): Promise<Governor> {
  const { getState: get, setState: set } = store;
  const { nowMs } = surroundings;
  const device = await surroundings.signals();
  let plan = firstPlan(nowMs());
  /** By what runs: a model that comes back is compared with what it took before. */
  const drifts = new Map<string, LatencyDrift>();
  let smaller: SmallerModel | null = null;
  /** Models that did not start when they were wanted. */
  const failed = new Set<string>();

  const tell = (step: GovernorStep | "off", reason: GovernorReason | null, more: object): void => {
    const { governor } = get();
    const note = { atMs: Date.now(), state: step, reason };
    const log = [...governor.log, note].slice(-keptNotes);
    set({ governor: { ...governor, state: step, reason, log, ...more } });
  };
  const take = (next: GovernorPlan): void => {
    const { step: before } = plan;
    plan = next;
    if (next.step === before) return;
    for (const drift of drifts.values()) drift.step();
    const { governor, worker } = get();
    const framesPerSecond =
      next.step === "full" ? null : (governor.framesPerSecond ?? slowerRate(worker?.fps ?? 0));
    const model = next.step === "smaller" ? smaller : null;
    tell(next.step, next.reason, { framesPerSecond, smaller: model });
    supervisor.want({ pace: framesPerSecond });
    if (model !== governor.smaller) runOther();
    if (next.step === "slower") void lookForSmaller();
  };
  const runOther = (): void => {
    if (get().wanted) session.renew();
    else session.chooseAnew();
  };
  /** Found ahead, so that a step need not wait. */
  const lookForSmaller = async (): Promise<void> => {
    const { task, model, brought, worker } = get();
    smaller = null;
    if (model.at !== "ready") return;
    const code = await import("./smaller-model.ts").catch(() => undefined);
    const found = code?.smallerModel(task, model.session.model, brought);
    if (!found || failed.has(found.id) || get().task !== task) return;
    const stored = new Set(
      worker?.store.filter((file) => file.complete).map((file) => file.sha256),
    );
    const isStored = found.variants.some((variant) =>
      variant.files.every(({ sha256 }) => stored.has(sha256)),
    );
    if (isStored || surroundings.mayFetch()) smaller = { task, model: found.id };
  };
  const canBeSmaller = ({ task, models, allowed }: AppState): boolean =>
    smaller?.task === task && models[task] === undefined && allowed.engine === undefined;
  const driftOf = (): LatencyDrift | undefined => {
    const running = get().worker?.session;
    if (!running) return undefined;
    const { task, model, variant, engine, backend, threads } = running;
    const key = [task, model, variant, engine, backend, threads].join(" ");
    const known = drifts.get(key);
    if (known) return known;
    const made = createLatencyDrift();
    drifts.set(key, made);
    return made;
  };

  const look = (state: AppState): void => {
    const { worker } = state;
    const drift = driftOf();
    if (!worker || !drift || state.governor.state === "off") return;
    if (!mayLook(state)) {
      drift.skip();
      return;
    }
    const signals: HeatSignals = {
      ...drift.add(worker.runs, plan.step === "full"),
      ...device.now(worker),
    };
    take(decide(plan, signals, canBeSmaller(state), nowMs()));
  };
  /** What a smaller model was wanted for is over: another task, a model of the person's choice, a failure. */
  const leaveSmaller = (): void => {
    smaller = null;
    take({ ...plan, step: "slower", sinceMs: nowMs(), hotSinceMs: {}, calmSinceMs: null });
  };
  store.subscribe((state, before) => {
    const { smaller: running } = state.governor;
    if (running) {
      const { task, model } = running;
      const hasFailed = state.model.at === "failed" && state.task === task;
      if (hasFailed) failed.add(model);
      // Pictures and videos that a person chose are looked at once: with the best there is.
      const isOver = state.task !== task || state.models[task] !== undefined || !isLive(state);
      if (hasFailed || isOver) {
        leaveSmaller();
        return;
      }
    }
    // On the way to another session nothing can be found: it is looked for again once that is there.
    const isReady = state.model.at === "ready" && state.model !== before.model;
    if (isReady && plan.step === "slower") void lookForSmaller();
    if (state.worker !== before.worker) look(state);
  });

  const off = (): void => {
    const wasSmaller = get().governor.smaller !== null;
    plan = firstPlan(nowMs());
    for (const drift of drifts.values()) drift.step();
    tell("off", "choice", { framesPerSecond: null, smaller: null });
    supervisor.want({ pace: null });
    if (wasSmaller) runOther();
  };
  set({ governor: { ...get().governor, watches: device.watches } });
  if (get().governor.state !== "off" && (await settings.flag("governorOff"))) off();

  return {
    turn(on) {
      settings.write("governorOff", !on);
      if (on === (get().governor.state !== "off")) return;
      if (!on) {
        off();
        return;
      }
      plan = firstPlan(nowMs());
      tell("full", null, {});
    },
  };
}

/** Live frames run, and nothing that measures beside them. */
function mayLook(state: AppState): boolean {
  return (
    state.place === "live" &&
    phaseOf(state) === "running" &&
    isLive(state) &&
    state.tuning.at === "idle" &&
    !state.benchmarking
  );
}
