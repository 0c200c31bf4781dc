import type { KnipConfig } from "knip";

export default {
  entry: [
    "src/page/main.tsx",
    "src/worker/entry.ts",
    "src/sw/sw.ts",
    "src/tasks/*/{run,draw,sample}.ts",
    "src/tasks/*/view.tsx",
    "models/{build,golden}.ts",
    "scripts/*.ts",
    "bench/run.ts",
    "e2e/**/*.spec.ts",
  ],
  project: ["src/**/*.{ts,tsx}", "models/*.ts", "scripts/*.ts", "bench/**/*.ts", "e2e/**/*.ts"],
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ["ffmpeg", "timeout"],
} satisfies KnipConfig;
