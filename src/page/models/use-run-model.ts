import type { ModelCard } from "#shared";
import { taskById } from "#tasks";
import type { Place } from "../flags.ts";
import { useApp } from "../ui/app-context.ts";

/** Runs a brought model in its task, in the live view or on files. */
export function useRunModel(): (card: Pick<ModelCard, "id" | "task">, place: Place) => void {
  const { app } = useApp();
  return ({ id, task }, place) => {
    const definition = taskById(task);
    if (!definition) return;
    app.chooseModel(definition.id, id);
    app.setTask(definition.id);
    app.goTo(place);
    if (place === "live") app.start();
  };
}
