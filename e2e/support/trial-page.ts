import { securityHeaders } from "#shared";
import { test as appTest, builtApp } from "./app.ts";
import { launch } from "./browser.ts";
import { startTrial, type TrialOptions, type TrialPage } from "./start-trial.ts";

/** WebGPU without a GPU: Chromium's software Vulkan. With ANGLE on it too, video frames can be imported. */
export const softwareGpu = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-vulkan=swiftshader",
  "--use-angle=swiftshader",
  "--ignore-gpu-blocklist",
];

const isolating = ["Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"];

/** The headers of a host that seals the app and does not isolate it: one thread, no shared memory. */
export const plainHeaders: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(securityHeaders).filter(([name]) => !isolating.includes(name)),
);

/** What stories of the engines are given. */
export interface TrialFixtures {
  /** Flags of the one browser in which a story's trials run. */
  readonly browserFlags: readonly string[];
  readonly openTrial: (options?: Omit<TrialOptions, "root">) => Promise<TrialPage>;
}

/** The stories' test, with pages that try the engines. */
export const test = appTest.extend<TrialFixtures>({
  browserFlags: [[], { option: true }],
  openTrial: async ({ profile, browserFlags }, use) => {
    const context = await launch(profile, { flags: browserFlags });
    const opened: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const trial = await startTrial(context, { ...options, root: builtApp });
      opened.push(trial);
      return trial;
    });
    await context.close();
    for (const { close } of opened) await close();
  },
});
