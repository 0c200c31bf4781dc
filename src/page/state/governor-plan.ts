/** How much of the device is asked for, most first. */
export type GovernorStep = "full" | "slower" | "smaller";

/** Why less is asked for. */
export type HeatReason = "latency" | "pressure" | "battery" | "memory";

/** How busy or hot the device says it is: https://www.w3.org/TR/compute-pressure/#pressure-states */
export const pressures = ["nominal", "fair", "serious", "critical"] as const;
export type Pressure = (typeof pressures)[number];

/** What a second of running told; null where this browser does not say, or nothing is known yet. */
export interface HeatSignals {
  /** Time of a model's run, of the time that it took at full speed while all was well; 1 is as then. */
  readonly drift: number | null;
  /** The same, of the time that it took after the last step. */
  readonly worsening: number | null;
  readonly pressure: Pressure | null;
  /** Charge, 0 … 1. */
  readonly battery: { readonly level: number; readonly charging: boolean } | null;
  /** The part of the memory that may be used which is used, 0 … 1. */
  readonly memory: number | null;
}

/** Where the governor stands. Plain data: what is decided next depends on nothing else. */
export interface GovernorPlan {
  readonly step: GovernorStep;
  readonly reason: HeatReason | null;
  readonly sinceMs: number;
  /** Since when each sign stands without a break. */
  readonly hotSinceMs: Readonly<Partial<Record<Sign, number>>>;
  readonly calmSinceMs: number | null;
  readonly lastMs: number;
  /** The lowest pressure seen at full speed: what the work itself causes is no heat. */
  readonly usualPressure: Pressure | null;
  /** Steps down that followed soon on a way back: each doubles the wait before the next way back. */
  readonly relapses: number;
  readonly returnedAtMs: number | null;
}

/** What stands for too much. */
type Sign = "latency" | "critical" | "serious" | "battery" | "memory";

const signs: Readonly<Record<Sign, { readonly reason: HeatReason; readonly lastsMs: number }>> = {
  critical: { reason: "pressure", lastsMs: 5_000 },
  serious: { reason: "pressure", lastsMs: 20_000 },
  // Another program may take the device for a while: that is no heat.
  latency: { reason: "latency", lastsMs: 20_000 },
  memory: { reason: "memory", lastsMs: 10_000 },
  battery: { reason: "battery", lastsMs: 5_000 },
};

/**
 * Where a sign appears, and the lower value above which it still stands in the way of going back: between
 * the two nothing changes. Two values where the second, sparing step takes more than the first.
 */
export const thresholds = {
  /** Of the time at full speed. */
  drift: 1.6,
  /** Of the time after the step: clocks that fall because less is asked for are no heat, only what grows on is. */
  worsening: { appears: 1.3, stays: 1.15 },
  battery: {
    slower: { appears: 0.2, stays: 0.25 },
    smaller: { appears: 0.1, stays: 0.13 },
  },
  memory: { appears: 0.85, stays: 0.7 },
} as const;

/** No step follows another sooner. */
const dwellMs = 8_000;
/** All must be well for so long before the way back, by the reason of the step. */
const calmMs: Readonly<Record<HeatReason, number>> = {
  // The device itself says that it is well.
  pressure: 10_000,
  battery: 10_000,
  memory: 30_000,
  // Nothing but trying tells whether full speed would be well again.
  latency: 60_000,
};
/** Runs as fast as ever: no need to wait for long. */
const recovered = { drift: 1.25, calmMs: 20_000 };
/** A step down so soon after the way back says that it came too early. */
const relapseMs = 180_000;
const mostRelapses = 5;
/** So long at full speed and earlier relapses are forgotten. */
const forgetMs = 600_000;
/** Between two signals further apart the page slept or was hidden: nothing lasted over it. */
const breakMs = 5_000;
/** A device that rested for so long is cool. */
const restMs = 60_000;

/** The plan at a start: all that the device can do. */
export function firstPlan(nowMs: number): GovernorPlan {
  return {
    step: "full",
    reason: null,
    sinceMs: nowMs,
    hotSinceMs: {},
    calmSinceMs: null,
    lastMs: nowMs,
    usualPressure: null,
    relapses: 0,
    returnedAtMs: null,
  };
}

/**
 * Decides by what a second told, about once a second. One step at a time, down when a sign lasts, back when
 * every sign has been gone for long enough; full → slower → smaller, which is left out where nothing smaller
 * can run.
 * @param nowMs milliseconds that only grow
 */
export function decide(
  before: GovernorPlan,
  signals: HeatSignals,
  canBeSmaller: boolean,
  nowMs: number,
): GovernorPlan {
  const gapMs = nowMs - before.lastMs;
  if (gapMs > restMs && before.step !== "full") return firstPlan(nowMs);
  const plan = {
    ...(gapMs > breakMs ? { ...before, hotSinceMs: {}, calmSinceMs: null } : before),
    lastMs: nowMs,
    usualPressure: usual(before, signals),
  };
  const hotSinceMs = Object.fromEntries(
    (Object.keys(signs) as Sign[])
      .filter((sign) => appears(sign, signals, plan))
      .map((sign) => [sign, plan.hotSinceMs[sign] ?? nowMs]),
  ) as Partial<Record<Sign, number>>;
  const calmSinceMs = stays(signals, plan) ? null : (plan.calmSinceMs ?? nowMs);
  const next = { ...plan, hotSinceMs, calmSinceMs };
  const stoodMs = nowMs - plan.sinceMs;
  if (stoodMs < dwellMs && plan.step !== "full") return next;

  const lasting = (Object.keys(signs) as Sign[]).find(
    (sign) => nowMs - (hotSinceMs[sign] ?? nowMs) >= signs[sign].lastsMs,
  );
  const down = plan.step === "full" ? "slower" : canBeSmaller ? "smaller" : plan.step;
  if (lasting && down !== plan.step) return stepDown(next, down, signs[lasting].reason, nowMs);

  const waitMs = calmMsOf(plan, signals) * 2 ** plan.relapses;
  if (plan.step !== "full" && calmSinceMs !== null && nowMs - calmSinceMs >= waitMs) {
    const back = plan.step === "smaller" ? "slower" : "full";
    const { reason } = plan;
    return {
      ...stepped(next, nowMs),
      step: back,
      reason: back === "full" ? null : reason,
      returnedAtMs: nowMs,
    };
  }
  const forgets = plan.step === "full" && stoodMs > forgetMs;
  return forgets ? { ...next, relapses: 0, returnedAtMs: null } : next;
}

function stepDown(
  plan: GovernorPlan,
  step: GovernorStep,
  reason: HeatReason,
  nowMs: number,
): GovernorPlan {
  const relapsed = plan.returnedAtMs !== null && nowMs - plan.returnedAtMs < relapseMs;
  const relapses = Math.min(mostRelapses, plan.relapses + (relapsed ? 1 : 0));
  return { ...stepped(plan, nowMs), step, reason, relapses };
}

/** Whatever lasted, lasted on the step before. */
function stepped(plan: GovernorPlan, nowMs: number): GovernorPlan {
  return { ...plan, sinceMs: nowMs, hotSinceMs: {}, calmSinceMs: null };
}

function calmMsOf({ reason }: GovernorPlan, { drift }: HeatSignals): number {
  if (reason === null) return 0;
  if (reason === "latency" && drift !== null && drift < recovered.drift) return recovered.calmMs;
  return calmMs[reason];
}

function usual({ step, usualPressure }: GovernorPlan, { pressure }: HeatSignals): Pressure | null {
  if (step !== "full" || pressure === null) return usualPressure;
  return usualPressure === null || rank(pressure) < rank(usualPressure) ? pressure : usualPressure;
}

function rank(pressure: Pressure): number {
  return pressures.indexOf(pressure);
}

function appears(sign: Sign, signals: HeatSignals, { step, usualPressure }: GovernorPlan): boolean {
  const { drift, worsening, pressure, battery, memory } = signals;
  const rises = pressure !== null && usualPressure !== null && rank(pressure) > rank(usualPressure);
  switch (sign) {
    case "critical":
      return rises && pressure === "critical";
    case "serious":
      return rises && rank(pressure) >= rank("serious");
    case "latency":
      return step === "full"
        ? (drift ?? 0) >= thresholds.drift
        : (worsening ?? 0) >= thresholds.worsening.appears;
    case "battery": {
      const { appears } = thresholds.battery[step === "full" ? "slower" : "smaller"];
      return battery !== null && !battery.charging && battery.level <= appears;
    }
    case "memory":
      return (memory ?? 0) >= thresholds.memory.appears;
  }
}

/** Whether anything still stands in the way of one step back. */
function stays(signals: HeatSignals, { step, usualPressure }: GovernorPlan): boolean {
  const { worsening, pressure, battery, memory } = signals;
  const rises = pressure !== null && rank(pressure) > rank(usualPressure ?? "nominal");
  const { stays } = thresholds.battery[step === "smaller" ? "smaller" : "slower"];
  return (
    (rises && rank(pressure) >= rank("serious")) ||
    (worsening ?? 0) >= thresholds.worsening.stays ||
    (battery !== null && !battery.charging && battery.level <= stays) ||
    (memory ?? 0) >= thresholds.memory.stays
  );
}
