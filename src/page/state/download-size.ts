import { cards } from "#models";
import { downloadBytes, type EngineId, type ModelCard } from "#shared";
import { taskById } from "#tasks";

/** What an engine's code and wasm weigh on the way here, in bytes, rounded up. */
export const engineBytes: Readonly<Record<EngineId, number>> = { tfjs: 900_000 };

/** The cards of the models that a task needs; empty where one is not shipped. */
export function cardsOf(taskId: string): readonly ModelCard[] {
  const wanted = Object.values(taskById(taskId)?.models ?? {});
  return cards.filter((card) => wanted.includes(card.id));
}

/** Bytes to download before a task's first run: its models and its engine. */
export function firstDownloadBytes(taskId: string): number {
  const models = cardsOf(taskId).reduce((sum, card) => {
    const variant = card.variants[0];
    return sum + (variant ? downloadBytes(card, variant) : 0);
  }, 0);
  return models + engineBytes.tfjs;
}

/** The addresses (sha256) of all files that a task's models need. */
export function neededFiles(taskId: string): readonly string[] {
  return cardsOf(taskId).flatMap((card) => [
    ...(card.variants[0]?.files ?? []).map((file) => file.sha256),
    card.golden.input.sha256,
    card.golden.expected.sha256,
  ]);
}
