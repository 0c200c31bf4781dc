import { type DownloadFacts, downloads } from "#models/downloads";
import { downloadBytes, type EngineId, type ModelFormat, type Variant } from "#shared";
import { taskById } from "#tasks";

/** What an engine's code and wasm weigh on the way here, in bytes, rounded up. */
export const engineBytes: Readonly<Record<EngineId, number>> = {
  tfjs: 900_000,
  onnx: 14_400_000,
  litert: 9_900_000,
};

const engineOf: Readonly<Record<ModelFormat, EngineId>> = {
  tfjs: "tfjs",
  onnx: "onnx",
  tflite: "litert",
};

/** What there is to fetch for a task: one entry for each model that it ships with. */
export function downloadsOf(taskId: string): readonly DownloadFacts[] {
  const wanted = Object.values(taskById(taskId)?.models ?? {});
  return downloads.filter((card) => wanted.includes(card.id));
}

/** The variant of a card that is tried first; the engine is the person's wish, if there is one. */
export function firstVariant(
  card: Pick<DownloadFacts, "variants">,
  engine: EngineId | undefined,
): Variant | undefined {
  const wished = card.variants.find(({ format }) => engineOf[format] === engine);
  return wished ?? card.variants[0];
}

/** Bytes to download before a task's first run: its models and their engines, on the CPU. */
export function firstDownloadBytes(taskId: string, engine: EngineId | undefined): number {
  let bytes = 0;
  const engines = new Set<EngineId>();
  for (const card of downloadsOf(taskId)) {
    const variant = firstVariant(card, engine);
    if (!variant) continue;
    bytes += downloadBytes(card, variant);
    engines.add(engineOf[variant.format]);
  }
  for (const used of engines) bytes += engineBytes[used];
  return bytes;
}

/** The addresses (sha256) of all files that a task's models need. */
export function neededFiles(taskId: string, engine: EngineId | undefined): readonly string[] {
  return downloadsOf(taskId).flatMap((card) => [
    ...(firstVariant(card, engine)?.files ?? []).map((file) => file.sha256),
    card.golden.input.sha256,
    card.golden.expected.sha256,
  ]);
}
