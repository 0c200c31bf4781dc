import { defineConfig } from "@playwright/test";

/** Stories on a software GPU, which takes every core: one of them at a time. */
const onGpu = /(check-device|engines|fit-paths|gpu-loss|half-precision|offline-webgpu)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One engine uses a whole core; two stories at a time fill the two cores of a small machine.
  workers: 2,
  fullyParallel: true,
  // Software rendering on a busy shared machine is slow, never wrong: limits are for hangs only.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  projects: [
    { name: "gpu", testMatch: onGpu, workers: 1 },
    { name: "stories", testIgnore: onGpu, grepInvert: /@models/ },
    // Every model at hand, and many damaged ones, through the engines: minutes, so only when asked for.
    { name: "models", grep: /@models/, timeout: 1_800_000 },
  ],
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "node_modules/.cache/localens/stories.json" }]],
});
