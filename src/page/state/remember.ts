import type { Flags } from "../flags.ts";
import type { AppStore } from "./app-state.ts";
import type { Settings } from "./settings.ts";

/** Takes over what is remembered from earlier visits. */
export async function remember(store: AppStore, settings: Settings, flags: Flags): Promise<void> {
  const remembered = await settings.read();
  // What the address asks for and what the person already did win over what is remembered.
  if (store.getState().wanted) return;
  const { source, task } = flags;
  store.setState({ ...remembered, ...(source && { source }), ...(task && { task }) });
}

/** Looks whether the models of the task are stored whole. */
export async function lookForStored(store: AppStore, settings: Settings): Promise<void> {
  const kept = await (await settings.store())?.models.list().catch(() => []);
  const whole = new Set(kept?.filter((file) => file.complete).map((file) => file.sha256));
  if (whole.size === 0) return;
  // Whole cards come for it: on a first visit nobody needs them.
  const { neededFiles } = await import("./needed-files.ts");
  const { task, allowed } = store.getState();
  const needed = neededFiles(task, allowed.engine);
  store.setState({ stored: needed.length > 0 && needed.every((sha256) => whole.has(sha256)) });
}
