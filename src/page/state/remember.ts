import type { TaskId } from "#tasks";
import type { Flags } from "../flags.ts";
import type { AppState, AppStore } from "./app-state.ts";
import type { Settings } from "./settings.ts";

/**
 * Takes over what is remembered from earlier visits. What the address asks for and what the person did
 * while it was read win over it: a choice to hide must never be taken back by one of yesterday.
 */
export async function remember(store: AppStore, settings: Settings, flags: Flags): Promise<void> {
  const before = store.getState();
  const remembered = await settings.read();
  const now = store.getState();
  if (now.wanted) return;
  const { options, ...others } = remembered;
  const untouched = Object.entries(others).filter(
    ([key]) => now[key as keyof AppState] === before[key as keyof AppState] && !(key in flags),
  );
  const kept = Object.entries(options ?? {}).filter(
    ([task]) => now.options[task as TaskId] === before.options[task as TaskId],
  );
  store.setState({
    ...Object.fromEntries(untouched),
    options: { ...now.options, ...Object.fromEntries(kept) },
  });
}

/** Looks whether the models of the task are stored whole. */
export async function lookForStored(store: AppStore, settings: Settings): Promise<void> {
  const kept = await (await settings.store())?.models.list().catch(() => []);
  const whole = new Set(kept?.filter((file) => file.complete).map((file) => file.sha256));
  if (whole.size === 0) return;
  // Whole cards come for it: on a first visit nobody needs them.
  const { isStored } = await import("./is-stored.ts");
  const { task, allowed } = store.getState();
  store.setState({ stored: isStored(task, allowed.engine, whole) });
}
