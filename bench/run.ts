import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import type { BrowserContext } from "@playwright/test";
import { cameraFlags, freshProfile, launch } from "#browser";
import { sampleClip } from "#clip";
import { serve } from "#serve";
import { findChromium } from "../scripts/chromium.ts";
import { type Contender, human, localens } from "./contenders.ts";
import type { Round } from "./measure.ts";
import { servePeer } from "./peer-server.ts";
import { median } from "./spread.ts";

const rounds = Number(process.env.ROUNDS ?? 3);
const seconds = Number(process.env.SECONDS_A_ROUND ?? 15);

const measures: readonly { readonly key: keyof Round; readonly title: string }[] = [
  { key: "framesPerSecond", title: "frames a second" },
  { key: "frameMs", title: "frame time, ms" },
  { key: "frameAgeMs", title: "frame age, ms" },
  { key: "blockedShare", title: "page thread blocked" },
  { key: "startMs", title: "open to first result, ms" },
];

function middle(all: readonly Round[]): Round {
  const of = (key: keyof Round): number => median(all.map((round) => round[key]));
  return {
    framesPerSecond: of("framesPerSecond"),
    frameMs: of("frameMs"),
    frameAgeMs: of("frameAgeMs"),
    blockedShare: of("blockedShare"),
    startMs: of("startMs"),
  };
}

function cell(key: keyof Round, value: number): string {
  return key === "blockedShare" ? `${(100 * value).toFixed(1)} %` : value.toFixed(1);
}

function printTable(names: readonly string[], rows: readonly Round[]): void {
  console.log(`\n| median of ${rounds} rounds | ${names.join(" | ")} |`);
  console.log(`| --- | ${names.map(() => "---:").join(" | ")} |`);
  for (const { key, title } of measures) {
    console.log(`| ${title} | ${rows.map((row) => cell(key, row[key])).join(" | ")} |`);
  }
}

process.env.CHROMIUM = await findChromium();
const app = await serve({ root: "dist", port: 0 });
const peer = await servePeer();
const contenders: readonly Contender[] = [
  localens(app.url),
  human(peer.url, "default"),
  human(peer.url, "bare"),
];
const profile = freshProfile();
const flags = cameraFlags(await sampleClip());
const results = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
try {
  // Round 0 fills caches and stores; every later start is a second visit for every contender.
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      // A browser of its own for each: no contender pays for what another left behind.
      const context: BrowserContext = await launch(profile, { flags });
      const measured = await contender.round(context, round === 0 ? 1 : seconds);
      await context.close();
      if (round === 0) continue;
      results.get(contender.name)?.push(measured);
      console.log(`round ${round}, ${contender.name}: ${measured.frameMs.toFixed(1)} ms a frame`);
    }
  }
} finally {
  await app.close();
  peer.close();
  profile.remove();
}

const names = contenders.map(({ name }) => name);
const rows = names.map((name) => middle(results.get(name) ?? []));
printTable(names, rows);
const [ours, ...theirs] = rows;
if (ours) {
  const best = Math.min(...theirs.map(({ frameMs }) => frameMs));
  console.log(`\nframe time against the faster peer: ${(ours.frameMs / best).toFixed(2)} ×`);
}
const report = {
  at: new Date().toISOString(),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem(), os: release() },
  rounds: Object.fromEntries(results),
  medians: Object.fromEntries(names.map((name, index) => [name, rows[index]])),
};
mkdirSync("node_modules/.cache/localens", { recursive: true });
writeFileSync("node_modules/.cache/localens/bench.json", JSON.stringify(report, null, 2));
console.log("\nJSON: node_modules/.cache/localens/bench.json");
