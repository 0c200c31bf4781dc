import { cards } from "#models";
import type { ModelCard } from "#shared";
import { type TaskDefinition, type TaskId, taskById } from "#tasks";

/** Less of a saving is not worth the worse answers. */
const mostPart = 0.75;

/**
 * The model that does a task with a smaller picture than the one that does it now: of those that know the
 * same classes, shipped or brought, the largest that still saves a quarter. Undefined where there is none (most
 * tasks ship one model), and where the task keeps its own. Whole cards come with it.
 * @param now the card's id of the first model that runs
 */
export function smallerModel(
  task: TaskId,
  now: string,
  brought: readonly ModelCard[],
): ModelCard | undefined {
  const all: readonly ModelCard[] = [...cards, ...brought];
  const current = all.find(({ id }) => id === now);
  if (!current) return undefined;
  const { models = {}, keepsModel } = (taskById(task) ?? {}) as Partial<
    TaskDefinition<string, object, object>
  >;
  if (keepsModel) return undefined;
  const roles = Object.values(models);
  // Models that name nothing do the same only where the task says what that is.
  if (roles.length === 0 && current.labels.length === 0) return undefined;
  return (
    all
      .filter((card) => card.task === task && card.id !== now)
      // The model of another role finds something else.
      .filter(({ id }) => !roles.includes(id) || roles[0] === id)
      .filter((card) => areaOf(card) <= mostPart * areaOf(current) && knowsTheSame(card, current))
      .sort((a, b) => areaOf(b) - areaOf(a))[0]
  );
}

function areaOf({ input }: ModelCard): number {
  return input.width * input.height;
}

function knowsTheSame(one: ModelCard, other: ModelCard): boolean {
  const labels = new Set(one.labels);
  return (
    labels.size === new Set(other.labels).size && other.labels.every((label) => labels.has(label))
  );
}
