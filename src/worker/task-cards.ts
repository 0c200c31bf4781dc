import type { LoadRequest } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { taskById } from "#tasks";

/**
 * The models that a task is loaded with, by their roles; the first is the one that the task is named for.
 * @throws AppError `model-needed` where the task ships none and the request names none that is here
 */
export async function taskCards(
  request: Pick<LoadRequest, "task" | "model">,
  cardById: (id: string) => Promise<ModelCard | undefined>,
): Promise<readonly (readonly [role: string, card: ModelCard])[]> {
  const { models = {}, brought } = taskById(request.task) ?? {};
  const roles: readonly (readonly [string, string | undefined])[] = [
    ...(brought === undefined ? [] : [[brought, undefined] as const]),
    ...Object.entries(models),
  ];
  const found: (readonly [string, ModelCard])[] = [];
  for (const [index, [role, defaultId]] of roles.entries()) {
    const id = index === 0 ? (request.model ?? defaultId) : defaultId;
    const card = id === undefined ? undefined : await cardById(id);
    // One that a person brought and deleted, or brought to another device.
    if (!card) throw new AppError("model-needed", { task: request.task });
    found.push([role, card]);
  }
  return found;
}
