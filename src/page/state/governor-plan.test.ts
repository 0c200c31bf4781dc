import { describe, expect, it } from "vitest";
import {
  decide,
  firstPlan,
  type GovernorPlan,
  type HeatSignals,
  type Pressure,
} from "./governor-plan.ts";

const well: HeatSignals = {
  drift: 1,
  worsening: 1,
  pressure: "fair",
  battery: { level: 0.8, charging: false },
  memory: 0.3,
};

/** Seconds of the same signals. */
type Stretch = readonly [seconds: number, signals: Partial<HeatSignals>];

/** What was decided, second by second: `10 slower latency`, say. */
function changesOf(stretches: readonly Stretch[], canBeSmaller = true): string[] {
  const changes: string[] = [];
  let plan = firstPlan(0);
  let second = 0;
  for (const [seconds, signals] of stretches) {
    for (const end = second + seconds; second < end; second += 1) {
      const next = decide(plan, { ...well, ...signals }, canBeSmaller, second * 1000);
      if (next.step !== plan.step) changes.push(`${second} ${next.step} ${next.reason}`);
      plan = next;
    }
  }
  return changes;
}

const calm: Stretch = [30, {}];
const low = (level: number): Partial<HeatSignals> => ({ battery: { level, charging: false } });

describe("the governor decides", () => {
  it.each<[string, readonly Stretch[], readonly string[]]>([
    ["nothing while all is well", [[3600, {}]], []],
    ["nothing by what a browser does not tell", [[600, nothingTold()]], []],
    ["nothing by a slow spell", [calm, [19, { drift: 3 }], [600, {}]], []],
    ["nothing by a drift below the threshold", [calm, [3600, { drift: 1.59 }]], []],
    ["to slow down by a drift that lasts", [calm, [25, { drift: 1.6 }]], ["50 slower latency"]],
    [
      "to go on down only where it still gets worse at the lower rate",
      [calm, [25, { drift: 2 }], [50, { drift: 2, worsening: 1.2 }], [25, { worsening: 1.3 }]],
      ["50 slower latency", "125 smaller latency"],
    ],
    [
      "to try full speed again after a minute that got no worse",
      [calm, [21, { drift: 2 }], [62, { drift: 1.9, worsening: null }]],
      ["50 slower latency", "111 full null"],
    ],
    [
      "to come back sooner where runs are as fast as ever",
      [calm, [21, { drift: 2 }], [62, { drift: 1.2 }]],
      ["50 slower latency", "71 full null"],
    ],
    [
      "to slow down by critical pressure soon, by serious pressure later",
      [calm, [5, { pressure: "critical" }], [2, {}], [20, { pressure: "serious" }]],
      [],
    ],
    [
      "to slow down by critical pressure",
      [calm, [6, { pressure: "critical" }]],
      ["35 slower pressure"],
    ],
    [
      "to slow down by serious pressure",
      [calm, [21, { pressure: "serious" }]],
      ["50 slower pressure"],
    ],
    [
      "nothing by the pressure of the work itself",
      [
        [600, { pressure: "critical" }],
        [600, { pressure: "critical", drift: 1.2 }],
      ],
      [],
    ],
    [
      "one step at a time, and back the same way",
      [calm, [15, { pressure: "critical" }], [25, { pressure: "nominal" }]],
      ["35 slower pressure", "43 smaller pressure", "55 slower pressure", "66 full null"],
    ],
    [
      "to stay where pressure is still serious",
      [calm, [6, { pressure: "critical" }], [14, { pressure: "serious" }]],
      ["35 slower pressure"],
    ],
    [
      "to make a low battery last, and no more than that",
      [calm, [600, low(0.2)]],
      ["35 slower battery"],
    ],
    [
      "to do more by an almost empty one",
      [calm, [60, low(0.1)]],
      ["35 slower battery", "43 smaller battery"],
    ],
    [
      "nothing by a low battery that is being charged",
      [calm, [600, { battery: { level: 0.05, charging: true } }]],
      [],
    ],
    [
      "to come back once it is charged, not before",
      [calm, [60, low(0.2)], [60, low(0.25)], [12, { battery: { level: 0.25, charging: true } }]],
      ["35 slower battery", "160 full null"],
    ],
    ["to spare memory that runs short", [calm, [11, { memory: 0.9 }]], ["40 slower memory"]],
    [
      "to wait until memory is well below that",
      [calm, [11, { memory: 0.9 }], [600, { memory: 0.8 }]],
      // It neither grew nor fell: the second step is not taken, nor the first taken back.
      ["40 slower memory"],
    ],
  ])("%s", (_words, stretches, changes) => {
    expect(changesOf(stretches)).toEqual(changes);
  });

  it("leaves out the smaller model where there is none", () => {
    const stretches: Stretch[] = [calm, [60, { pressure: "critical" }], [12, { pressure: "fair" }]];
    expect(changesOf(stretches, false)).toEqual(["35 slower pressure", "100 full null"]);
  });

  it("waits twice as long before each way back that follows a relapse", () => {
    const round: Stretch[] = [
      [6, { pressure: "critical" }],
      [170, {}],
    ];
    const changes = changesOf([calm, ...round, ...round, ...round, ...round]);
    const at = changes.map((change) => Number(change.split(" ")[0]));
    const waits = at.flatMap((second, index) =>
      index % 2 === 1 ? [second - (at[index - 1] ?? 0)] : [],
    );
    expect(waits).toEqual([11, 21, 41, 81]);
  });

  it("forgets relapses after ten good minutes", () => {
    const heat: Stretch = [6, { pressure: "critical" }];
    const changes = changesOf([calm, heat, [30, {}], heat, [700, {}], heat, [30, {}]]);
    const at = changes.map((change) => Number(change.split(" ")[0]));
    expect(at.length).toBe(6);
    expect((at[3] ?? 0) - (at[2] ?? 0)).toBe(21);
    expect((at[5] ?? 0) - (at[4] ?? 0)).toBe(11);
  });

  it("counts nothing over a break, and takes a long one for rest", () => {
    const hot = { ...well, pressure: "critical" as const };
    let plan: GovernorPlan = decide(firstPlan(0), well, true, 1_000);
    plan = decide(plan, hot, true, 2_000);
    plan = decide(plan, hot, true, 5_000);
    // Hidden for twenty seconds: that it was critical before and after says nothing of the time between.
    plan = decide(plan, hot, true, 25_000);
    expect(plan.step).toBe("full");
    plan = decide(plan, hot, true, 29_000);
    plan = decide(plan, hot, true, 30_000);
    expect(plan.step).toBe("slower");
    expect(decide(plan, hot, true, 91_000)).toMatchObject({ step: "full", reason: null });
  });

  it("does not flap under noise", () => {
    const random = seeded(7);
    const pressures: Pressure[] = ["nominal", "fair", "serious", "critical"];
    let plan = firstPlan(0);
    let changes = 0;
    for (let second = 0; second < 6 * 3600; second += 1) {
      const signals: HeatSignals = {
        // Around the threshold, and far beyond it for seconds at a time.
        drift: 1.2 + random() * 0.8 + (second % 60 < 15 ? 1 : 0),
        worsening: 0.9 + random() * 0.5,
        pressure: pressures[Math.floor(random() * 4)] ?? null,
        battery: { level: 0.2 + (random() - 0.5) * 0.02, charging: random() < 0.4 },
        memory: 0.7 + random() * 0.2,
      };
      const next = decide(plan, signals, true, second * 1000);
      if (next.step !== plan.step) changes += 1;
      plan = next;
    }
    expect(changes).toBeLessThan(6);
  });

  it("changes ever more rarely where full speed always brings the heat back", () => {
    let plan = firstPlan(0);
    const at: number[] = [];
    let heat = 0;
    for (let second = 0; second < 4 * 3600; second += 1) {
      // Two minutes of full speed heat it up, one of less cools it.
      heat = Math.max(0, Math.min(1, heat + (plan.step === "full" ? 1 / 120 : -1 / 60)));
      const drift = 1 + heat;
      const next = decide(plan, { ...well, drift, worsening: 1 }, false, second * 1000);
      if (next.step !== plan.step) at.push(second);
      plan = next;
    }
    const perHour = [0, 1, 2, 3].map(
      (hour) => at.filter((second) => Math.floor(second / 3600) === hour).length,
    );
    expect(Math.max(...perHour.slice(2))).toBeLessThanOrEqual(12);
  });
});

function nothingTold(): HeatSignals {
  return { drift: null, worsening: null, pressure: null, battery: null, memory: null };
}

/** Numbers 0 … 1 that are the same at each run (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
