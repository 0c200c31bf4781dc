import type { InputSpec } from "#shared";
import type { Session } from "../engines/engine.ts";
import { workerGpu } from "../gpu.ts";
import { isGrey } from "./convert.ts";
import { createCpuPreprocess } from "./cpu.ts";
import { createGpuPreprocess, gpuCanPrepare } from "./gpu.ts";
import type { Preprocess } from "./preprocess.ts";

/**
 * Makes a model's input where its session reads it.
 * @throws Error when the GPU that the session is on was lost
 */
export async function createPreprocess(
  input: InputSpec,
  { place }: Pick<Session, "place">,
): Promise<Preprocess> {
  if (place !== "gpu" || !gpuCanPrepare(input) || isGrey(input)) return createCpuPreprocess(input);
  return createGpuPreprocess(input, (await workerGpu.open()).device);
}
