import { watchWake } from "../sources/watch-wake.ts";
import type { AppStore } from "./app-state.ts";
import type { Supervisor } from "./supervisor-parts.ts";

/** Has the session proved again after a sleep, where that can have changed what it computes. */
export function proveOnWake({ getState }: AppStore, { call }: Pick<Supervisor, "call">): void {
  watchWake(() => {
    const { model } = getState();
    // Processors compute after a sleep as before it; drivers of GPUs do not always.
    if (model.at !== "ready" || model.session.backend !== "webgpu") return;
    void call("proveNow", undefined).catch(() => undefined);
  });
}
