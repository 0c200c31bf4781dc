import { firesShutter } from "#tasks";
import type { AppStore } from "./app-state.ts";

/** Takes a picture whenever the countdown of a gesture ends. */
export function takeHandsFree(store: AppStore, snapshot: () => void): void {
  store.subscribe(({ result }, { result: before }) => {
    if (result === before || result?.task !== "hands") return;
    if (firesShutter(before?.task === "hands" ? before : undefined, result)) snapshot();
  });
}
