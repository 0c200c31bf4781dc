import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";
import { cameraFlags, freshProfile, launch } from "#browser";
import { sampleClip } from "#clip";
import { serve } from "#serve";
import { startTrial } from "#trial";
import { findChromium } from "../scripts/chromium.ts";
import { median } from "./spread.ts";

const rounds = Number(process.env.ROUNDS ?? 3);
const seconds = Number(process.env.SECONDS_A_ROUND ?? 15);
const runsARound = 20;
const backend = "wasm";
const root = process.env.LOCALENS_DIST ?? "dist";

/** One engine with the model that it is measured by, and the task that runs it live. */
interface Subject {
  readonly engine: string;
  readonly model: string;
  readonly task: string;
}

const engines = ["litert", "tfjs", "onnx"] as const;

const subjects: readonly Subject[] = [
  ...engines.flatMap((engine): Subject[] => [
    { engine, model: "centernet-512", task: "detect" },
    { engine, model: "movenet-lightning", task: "pose" },
    { engine, model: "blazeface", task: "faces" },
  ]),
  { engine: "onnx", model: "ppocr-det", task: "read" },
  { engine: "litert", model: "selfie-square", task: "segment" },
];

/** The stages of a live frame; `capture` is its way to the worker and its wait for the one before. */
const stages = ["capture", "preprocess", "infer", "decode", "draw"] as const;

/**
 * The live pipeline, medians in milliseconds; `age` is the whole, from capture to overlay, and `overhead`
 * what each frame's age has beyond its capture and the engine's time.
 */
type Live = Readonly<Record<(typeof stages)[number] | "age" | "overhead", number>>;

interface Report {
  readonly frames: { readonly processed: number };
  readonly frameAgeMs: { readonly p50Ms: number };
  readonly overheadMs: { readonly p50Ms: number };
  readonly stages: Readonly<Record<string, { readonly p50Ms: number }>>;
}

async function readReport(page: Page): Promise<Report | undefined> {
  const text = await page.getByTestId("report").textContent();
  return text ? (JSON.parse(text) as Report) : undefined;
}

async function measureLive(
  context: BrowserContext,
  origin: string,
  { engine, task }: Subject,
): Promise<Live> {
  const page = await context.newPage();
  await page.goto(
    `${origin}/?task=${task}&source=camera&engine=${engine}&backend=${backend}&start&debug`,
  );
  const end = performance.now() + 120_000;
  for (;;) {
    const report = await readReport(page).catch(() => undefined);
    if (report && report.frames.processed > 5) break;
    if (performance.now() > end) throw new Error(`${task} did not get going`);
    await sleep(200);
  }
  await sleep(seconds * 1000);
  const report = await readReport(page);
  await page.close();
  const of = (stage: string): number => report?.stages[stage]?.p50Ms ?? Number.NaN;
  return {
    ...Object.fromEntries(stages.map((stage) => [stage, of(stage)])),
    age: report?.frameAgeMs.p50Ms ?? Number.NaN,
    overhead: report?.overheadMs.p50Ms ?? Number.NaN,
  } as Live;
}

async function measureAlone(context: BrowserContext, { engine, model }: Subject): Promise<number> {
  const trial = await startTrial(context, { root });
  try {
    return median(await trial.ask("time", { model, engine, backend, runs: runsARound }));
  } finally {
    await trial.close();
  }
}

process.env.CHROMIUM = await findChromium();
const app = await serve({ root, port: 0 });
const profile = freshProfile();
const heads = ["engine, model", "alone", ...stages, "age", "overhead"];
console.log(`\nEngines on ${backend}, medians of ${rounds} rounds, in milliseconds`);
console.log("Overhead: what each frame's age has beyond its capture and the engine's time.\n");
console.log(`| ${heads.join(" | ")} |\n| ${heads.map(() => "---").join(" | ")} |`);
try {
  for (const subject of subjects) {
    const alone: number[] = [];
    const live: Live[] = [];
    const flags = cameraFlags(await sampleClip(subject.task));
    for (let round = 0; round < rounds; round += 1) {
      const context = await launch(profile, { flags });
      alone.push(await measureAlone(context, subject));
      live.push(await measureLive(context, app.url, subject));
      await context.close();
    }
    const of = (key: keyof Live): number => median(live.map((one) => one[key]));
    const overheadMs = of("overhead");
    const cells = [`${subject.engine}, ${subject.model}`, median(alone).toFixed(1)];
    cells.push(...[...stages, "age" as const].map((key) => of(key).toFixed(1)));
    cells.push(`${overheadMs.toFixed(1)} ms, ${((100 * overheadMs) / of("infer")).toFixed(1)} %`);
    console.log(`| ${cells.join(" | ")} |`);
  }
} finally {
  await app.close();
  profile.remove();
}
