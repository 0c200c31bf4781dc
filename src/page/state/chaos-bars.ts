import type { TroubleKind } from "#protocol";
import { type AppState, phaseOf } from "./app-state.ts";

/** Why a failure cannot be caused just now. */
export type ChaosBar = "notRunning" | "noCamera" | "noGpu" | "noNetwork" | "brought";

/** What is in the way of causing a failure, if anything: what could not be recovered from is not broken. */
export function chaosBar(kind: TroubleKind, state: AppState): ChaosBar | undefined {
  if (state.model.at !== "ready" || phaseOf(state) !== "running") return "notRunning";
  const { session } = state.model;
  switch (kind) {
    case "camera-end":
    case "camera-mute":
      return state.source === "camera" ? undefined : "noCamera";
    case "device-lost":
      return session.backend === "webgpu" ? undefined : "noGpu";
    case "store-corrupt":
    case "network-cut":
      if (state.brought.some(({ id }) => id === session.model)) return "brought";
      return state.online ? undefined : "noNetwork";
    default:
      return undefined;
  }
}
