import { cardById } from "#models";
import { type EngineId, filesOf } from "#shared";
import { taskById } from "#tasks";
import { firstVariant } from "./download-size.ts";

/**
 * Whether all is stored that a task's models need: a variant of each, where an engine is wished for one of its.
 * Apart from the page's first scripts, for it brings whole cards: only who has stored something asks.
 * @param stored addresses (sha256) of whole files
 */
export function isStored(
  taskId: string,
  engine: EngineId | undefined,
  stored: ReadonlySet<string>,
): boolean {
  const models = Object.values(taskById(taskId)?.models ?? {});
  return (
    models.length > 0 &&
    models.every((id) => {
      const card = cardById(id);
      if (!card) return false;
      const wished = engine && firstVariant(card, engine);
      return (wished ? [wished] : card.variants).some((variant) =>
        filesOf(card, variant).every(({ sha256 }) => stored.has(sha256)),
      );
    })
  );
}
