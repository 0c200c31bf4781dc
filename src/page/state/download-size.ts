import { cards } from "#models";
import { downloadBytes, type EngineId, type ModelFormat, type ProvedCard } from "#shared";
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

/** The cards of the models that a task needs; empty where one is not shipped. */
export function cardsOf(taskId: string): readonly ProvedCard[] {
  const wanted = Object.values(taskById(taskId)?.models ?? {});
  return cards.filter((card) => wanted.includes(card.id));
}

/** Bytes to download before a task's first run: its models and their engines, on the CPU. */
export function firstDownloadBytes(taskId: string): number {
  let bytes = 0;
  const engines = new Set<EngineId>();
  for (const card of cardsOf(taskId)) {
    const variant = card.variants[0];
    if (!variant) continue;
    bytes += downloadBytes(card, variant);
    engines.add(engineOf[variant.format]);
  }
  for (const engine of engines) bytes += engineBytes[engine];
  return bytes;
}

/** The addresses (sha256) of all files that a task's models need. */
export function neededFiles(taskId: string): readonly string[] {
  return cardsOf(taskId).flatMap((card) => [
    ...(card.variants[0]?.files ?? []).map((file) => file.sha256),
    card.golden.input.sha256,
    card.golden.expected.sha256,
  ]);
}
