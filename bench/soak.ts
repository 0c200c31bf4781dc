import { parseArgs } from "node:util";
import { cameraFlags, freshProfile, launch } from "#browser";
import { serve } from "#serve";
import { bytesPerFrame, growth, mostBytesPerFrame, type SoakSample, soak } from "#soak";
import { findChromium } from "../scripts/chromium.ts";
import { stripClip } from "./strip-clip.ts";

// `npm run soak` runs each task for 20,000 frames; `npm run soak -- pose --frames 5000` that one, for so many.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    frames: { type: "string", default: "20000" },
    backend: { type: "string", default: "wasm" },
    engine: { type: "string" },
  },
});
const frames = Number(values.frames);
const shipped = ["detect", "pose", "faces", "hands", "segment", "read"];
const tasks = positionals.length > 0 ? positionals : shipped;
const engine = values.engine === undefined ? "" : `&engine=${values.engine}`;

process.env.CHROMIUM = await findChromium();
const server = await serve({ root: "dist", port: 0 });
try {
  for (const task of tasks) {
    const profile = freshProfile();
    // Reading takes most of a second for a frame of its sample: four hours.
    const clip = task === "read" ? await stripClip() : undefined;
    const context = await launch(profile, { flags: clip === undefined ? [] : cameraFlags(clip) });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      const source = clip === undefined ? "sample" : "camera";
      const query = `task=${task}&source=${source}&start&backend=${values.backend}${engine}`;
      await page.goto(`${server.url}/?${query}&tune=off&governor=off&debug`);
      console.log(`\n${task}, ${frames} frames on ${values.backend}`);
      const plan = { frames, warmUp: Math.min(1000, frames / 4), every: frames / 20 };
      const samples = await soak(page, { ...plan, onSample: print });
      const grew = growth(samples);
      const slopes = (["workerBytes", "pageBytes"] as const).map(
        (heap) => `${heap} ${bytesPerFrame(samples, heap).toFixed(1)} a frame`,
      );
      const verdict = grew.join("; ") || "flat";
      console.log(`${slopes.join(", ")}, of ${mostBytesPerFrame.toFixed(0)} each: ${verdict}`);
      if (grew.length > 0) process.exitCode = 1;
    } finally {
      await context.close();
      profile.remove();
    }
  }
} finally {
  await server.close();
}

function print(sample: SoakSample): void {
  const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(3)} MB`;
  const facts = [
    `frame ${sample.frames}`,
    `worker ${megabytes(sample.workerBytes)}`,
    `page ${megabytes(sample.pageBytes)}`,
    `wasm ${megabytes(sample.wasmBytes)}`,
    `${sample.gpuBuffers} GPU buffers`,
    `${sample.openFrames} open`,
  ];
  console.log(facts.join(", "));
}
