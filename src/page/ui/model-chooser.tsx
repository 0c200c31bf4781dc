import { type ReactNode, useId } from "react";
import { type TaskId, taskById } from "#tasks";
import { modelFor } from "../state/brought-cards.ts";
import { downloadsOf } from "../state/download-size.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** Which model the task runs, where a person brought one for it. */
export function ModelChooser({ task }: { task: TaskId }): ReactNode {
  const { app } = useApp();
  const id = useId();
  const brought = useAppState((state) => state.brought);
  const chosen = useAppState((state) => modelFor(state, task));
  const own = brought.filter((card) => card.task === task);
  if (own.length === 0) return null;
  const isShipped = Object.keys(taskById(task)?.models ?? {}).length > 0;
  return (
    <div className="control chooser">
      <label htmlFor={id}>{text.model}</label>
      <select
        id={id}
        data-testid="choose-model"
        value={chosen ?? ""}
        onChange={({ target }) => app.chooseModel(task, target.value === "" ? null : target.value)}
      >
        {isShipped && <option value="">{downloadsOf(task)[0]?.title ?? text.app}</option>}
        {own.map((card) => (
          <option key={card.id} value={card.id}>
            {card.title}
          </option>
        ))}
      </select>
    </div>
  );
}
