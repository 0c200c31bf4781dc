import { type DownloadFacts, downloads } from "#models/downloads";
import type { EngineId, ModelFormat } from "#shared";
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
export function firstVariant<Variant extends { readonly format: ModelFormat }>(
  { variants }: { readonly variants: readonly Variant[] },
  engine: EngineId | undefined,
): Variant | undefined {
  return variants.find(({ format }) => engineOf[format] === engine) ?? variants[0];
}

/** Bytes to download before a task's first run: its models and their engines, on the CPU. */
export function firstDownloadBytes(taskId: string, engine: EngineId | undefined): number {
  let bytes = 0;
  const engines = new Set<EngineId>();
  for (const card of downloadsOf(taskId)) {
    const variant = firstVariant(card, engine);
    if (!variant) continue;
    bytes += variant.bytes;
    engines.add(engineOf[variant.format]);
  }
  for (const used of engines) bytes += engineBytes[used];
  return bytes;
}
