import { cardById } from "#models";
import { type EngineId, filesOf } from "#shared";
import { taskById } from "#tasks";
import { firstVariant } from "./download-size.ts";

/**
 * The addresses (sha256) of all files that a task's models need. Apart from the page's first scripts, for it
 * brings whole cards: only who has stored something asks.
 */
export function neededFiles(taskId: string, engine: EngineId | undefined): readonly string[] {
  return Object.values(taskById(taskId)?.models ?? {}).flatMap((id) => {
    const card = cardById(id);
    const variant = card && firstVariant(card, engine);
    return variant ? filesOf(card, variant).map(({ sha256 }) => sha256) : [];
  });
}
