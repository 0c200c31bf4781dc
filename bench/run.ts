import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import type { BrowserContext } from "@playwright/test";
import { cameraFlags, freshProfile, launch } from "#browser";
import { sampleClip } from "#clip";
import { serve } from "#serve";
import { findChromium } from "../scripts/chromium.ts";
import { type Contest, contests, type Origins } from "./contests.ts";
import type { Round } from "./measure.ts";
import { servePeers } from "./peer-server.ts";
import { median } from "./spread.ts";

const rounds = Number(process.env.ROUNDS ?? 3);
const seconds = Number(process.env.SECONDS_A_ROUND ?? 10);
/**
 * Visits before the first round, and how long each is: the first fills caches and stores, and browsers keep compiled
 * code only of what they met again, and of wasm only once much of it has run for a while.
 */
const visits = { count: 2, seconds: 30 } as const;

const measures: readonly { readonly key: keyof Round; readonly title: string }[] = [
  { key: "workMs", title: "work a frame, ms" },
  { key: "frameAgeMs", title: "frame age, ms" },
  { key: "framesPerSecond", title: "frames a second" },
  { key: "blockedShare", title: "page thread blocked" },
  { key: "startMs", title: "open to first result, everything cached, ms" },
];

/** What one contest gave: medians by contender, Localens first. */
interface Outcome {
  readonly id: string;
  readonly rounds: Readonly<Record<string, readonly Round[]>>;
  readonly medians: Readonly<Record<string, Round>>;
  /** Work a frame, as a part of the faster peer's; and the same for the start. */
  readonly ratio: number;
  readonly startRatio: number;
  readonly goal: number;
}

function middle(all: readonly Round[]): Round {
  const of = (key: keyof Round): number => median(all.map((round) => round[key]));
  return {
    framesPerSecond: of("framesPerSecond"),
    frameMs: of("frameMs"),
    workMs: of("workMs"),
    frameAgeMs: of("frameAgeMs"),
    blockedShare: of("blockedShare"),
    startMs: of("startMs"),
  };
}

function cell(key: keyof Round, value: number): string {
  if (key === "blockedShare") return `${(100 * value).toFixed(1)} %`;
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

async function run(contest: Contest, origins: Origins): Promise<Outcome> {
  const contenders = contest.contenders(origins);
  const profile = freshProfile();
  const flags = cameraFlags(await sampleClip(contest.clip));
  const results = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  try {
    // A browser of its own for each: no contender pays for what another left behind.
    const inBrowser = async <T>(work: (context: BrowserContext) => Promise<T>): Promise<T> => {
      const context = await launch(profile, { flags });
      try {
        return await work(context);
      } finally {
        await context.close();
      }
    };
    for (let visit = 0; visit < visits.count; visit += 1) {
      for (const contender of contenders) {
        await inBrowser((context) => contender.visit(context, visits.seconds));
      }
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const contender of contenders) {
        const measured = await inBrowser((context) => contender.round(context, seconds));
        results.get(contender.name)?.push(measured);
      }
    }
  } finally {
    profile.remove();
  }
  const medians = new Map([...results].map(([name, all]) => [name, middle(all)]));
  const [ours, ...theirs] = medians.values();
  const part = (key: "workMs" | "startMs"): number =>
    (ours?.[key] ?? Number.NaN) / Math.min(...theirs.map((peer) => peer[key]));
  return {
    id: contest.id,
    rounds: Object.fromEntries(results),
    medians: Object.fromEntries(medians),
    ratio: part("workMs"),
    startRatio: part("startMs"),
    goal: contest.goal,
  };
}

function print({ title }: Contest, { medians, ratio, startRatio, goal }: Outcome): void {
  const names = Object.keys(medians);
  console.log(`\n| ${title} | ${names.join(" | ")} |`);
  console.log(`| --- | ${names.map(() => "---:").join(" | ")} |`);
  for (const { key, title: measure } of measures) {
    const cells = Object.values(medians).map((round) => cell(key, round[key]));
    console.log(`| ${measure} | ${cells.join(" | ")} |`);
  }
  const reached = ratio <= goal ? "reached" : "missed";
  console.log(
    `work a frame: ${ratio.toFixed(2)} × the faster peer (goal ${goal}, ${reached}); start: ${startRatio.toFixed(2)} ×`,
  );
}

process.env.CHROMIUM = await findChromium();
const wanted = process.argv.slice(2);
const chosen = contests.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const app = await serve({ root: process.env.LOCALENS_DIST ?? "dist", port: 0 });
const peers = await servePeers();
const outcomes: Outcome[] = [];
try {
  for (const contest of chosen) {
    const outcome = await run(contest, { app: app.url, peers: peers.url });
    outcomes.push(outcome);
    print(contest, outcome);
  }
} finally {
  await app.close();
  peers.close();
}
const report = {
  at: new Date().toISOString(),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem(), os: release() },
  roundsEach: rounds,
  outcomes,
};
mkdirSync("node_modules/.cache/localens", { recursive: true });
writeFileSync("node_modules/.cache/localens/bench.json", JSON.stringify(report, null, 2));
console.log("\nJSON: node_modules/.cache/localens/bench.json");
