import type { Flags } from "../flags.ts";
import type { AppStore } from "./app-state.ts";
import { neededFiles } from "./download-size.ts";
import type { Settings } from "./settings.ts";

/** Takes over what is remembered from earlier visits, and looks whether the default model is stored whole. */
export async function remember(store: AppStore, settings: Settings, flags: Flags): Promise<void> {
  const { getState: get, setState: set } = store;
  const remembered = await settings.read();
  // What the address asks for and what the person already did win over what is remembered.
  if (!get().wanted) {
    const { source, task } = flags;
    set({ ...remembered, ...(source && { source }), ...(task && { task }) });
  }
  const kept = await (await settings.store())?.models.list().catch(() => []);
  const whole = new Set(kept?.filter((file) => file.complete).map((file) => file.sha256));
  const needed = neededFiles(get().task);
  set({ stored: needed.length > 0 && needed.every((sha256) => whole.has(sha256)) });
}
