import type { App } from "../state/app.ts";
import { offeredTasks } from "../state/offered-tasks.ts";

/** Where keys belong to what is focused. */
function takesKeys(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("input, select, textarea, dialog, [contenteditable]")) return true;
  // Space presses the focused button; it must not also start or stop.
  return key === " " && target.closest("button, a, summary") !== null;
}

/** The keyboard shortcuts of the whole page; returns how to stop listening. */
export function listenToKeys(app: App): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (takesKeys(event.target, event.key)) return;
    const { task: chosen, brought } = app.store.getState();
    const task = offeredTasks(chosen, brought)[Number(event.key) - 1];
    if (event.key === " ") app.toggle();
    else if (event.key === "f" || event.key === "F") app.toggleFrozen();
    else if (event.key === "s" || event.key === "S") app.snapshot();
    else if (event.key === "r" || event.key === "R") app.toggleRecording();
    else if (event.key === "d" || event.key === "D") app.toggleDebug();
    else if (event.key === "?") app.openSheet("help");
    else if (event.key === "Escape") app.showDetail(null);
    else if (/^[1-7]$/.test(event.key) && task) app.setTask(task.id);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
