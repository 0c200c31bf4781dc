export type { Session, Tensor } from "./engines/engine.ts";
export { engineEntries } from "./engines/list.ts";
export { fetchEngine } from "./fetch-engine.ts";
export { readGoldenRun } from "./golden-run.ts";
export { workerGpu } from "./gpu.ts";
export { createCpuPreprocess } from "./preprocess/cpu.ts";
export { createPreprocess } from "./preprocess/create.ts";
export type { FrameImage } from "./preprocess/preprocess.ts";
export { variantFilesOf } from "./variant-files.ts";
