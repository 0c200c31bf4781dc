import { type ReactNode, useEffect, useRef } from "react";
import { offeredTasks } from "../state/offered-tasks.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** The row of tasks: swipe or arrow keys, the chosen one in the middle. */
export function TaskRow(): ReactNode {
  const { app } = useApp();
  const chosen = useAppState((state) => state.task);
  const tasks = offeredTasks(
    chosen,
    useAppState((state) => state.brought),
  );
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Follows the choice, however it was made.
    row.current
      ?.querySelector(`[data-testid="task-${chosen}"]`)
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [chosen]);
  const move = (step: number): void => {
    const at = tasks.findIndex((task) => task.id === chosen);
    const next = tasks[(at + step + tasks.length) % tasks.length];
    if (!next) return;
    app.setTask(next.id);
    row.current?.querySelector<HTMLElement>(`[data-testid="task-${next.id}"]`)?.focus();
  };
  return (
    <div
      ref={row}
      className="task-row"
      role="radiogroup"
      aria-label={text.tasks}
      onKeyDown={(event) => {
        const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
        if (event.key === "ArrowRight") move(forward);
        else if (event.key === "ArrowLeft") move(-forward);
        else if (event.key === "ArrowDown") move(1);
        else if (event.key === "ArrowUp") move(-1);
        else return;
        event.preventDefault();
      }}
    >
      {tasks.map((task) => (
        // biome-ignore lint/a11y/useSemanticElements: a row of radio inputs cannot be swiped and snapped
        <button
          key={task.id}
          type="button"
          role="radio"
          className="task"
          data-testid={`task-${task.id}`}
          aria-checked={task.id === chosen}
          tabIndex={task.id === chosen ? 0 : -1}
          title={task.text.en.about}
          onClick={() => app.setTask(task.id)}
        >
          <Icon path={task.icon} />
          {task.text.en.title}
        </button>
      ))}
    </div>
  );
}
