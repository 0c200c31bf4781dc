import type { ModelCard } from "#shared";
import { type TaskId, taskById } from "#tasks";
import type { AppState } from "./app-state.ts";
import type { Settings } from "./settings.ts";

/** The cards of the models that were brought to this device, newest first; none where nothing is stored. */
export async function readBroughtCards(
  settings: Pick<Settings, "store">,
): Promise<readonly ModelCard[]> {
  const records = (await (await settings.store())?.brought.list().catch(() => [])) ?? [];
  if (records.length === 0) return [];
  // Most devices have none, and need no reader.
  const { parseBroughtCard } = await import("./parse-brought-card.ts");
  return [...records]
    .sort((a, b) => b.addedAt - a.addedAt)
    .flatMap(({ card }) => {
      try {
        return [parseBroughtCard(card)];
      } catch {
        // Another version of the app wrote it: it is listed by none.
        return [];
      }
    });
}

/**
 * The model that a task runs: the one that a person chose; for a task that ships none, the newest that was
 * brought for it; else undefined, which means the app's own.
 */
export function modelFor(
  { models, brought }: Pick<AppState, "models" | "brought">,
  task: TaskId,
): string | undefined {
  const definition = taskById(task);
  const isShipped = Object.keys(definition?.models ?? {}).length > 0;
  return models[task] ?? (isShipped ? undefined : brought.find((card) => card.task === task)?.id);
}

/** The model that a task runs just now: for a while a smaller one, where the person chose none. */
export function modelNow(
  state: Pick<AppState, "models" | "brought" | "governor">,
  task: TaskId,
): string | undefined {
  const { smaller } = state.governor;
  const isSpared = smaller?.task === task && state.models[task] === undefined;
  return isSpared ? smaller.model : modelFor(state, task);
}

/** The card of the model that a person brought and a task runs. */
export function broughtFor(
  state: Pick<AppState, "models" | "brought">,
  task: TaskId,
): ModelCard | undefined {
  const id = modelFor(state, task);
  return state.brought.find((card) => card.id === id);
}
