import { expect, it } from "vitest";
import type { SessionReport } from "#protocol";
import type { ModelCard } from "#shared";
import { readFlags } from "../flags.ts";
import { type AppState, firstState } from "./app-state.ts";
import { chaosBar } from "./chaos-bars.ts";

const session = { model: "shipped", engine: "tfjs", backend: "wasm" } as SessionReport;
const running: AppState = {
  ...firstState(readFlags(""), 0),
  wanted: true,
  source: "sample",
  model: { at: "ready", session },
};
const onCamera: AppState = {
  ...running,
  source: "camera",
  camera: { at: "live", facts: {} as never },
};
const brought: AppState = { ...running, brought: [{ id: "shipped" } as ModelCard] };
const onGpu: AppState = {
  ...running,
  model: { at: "ready", session: { ...session, backend: "webgpu" } },
};

it.each([
  ["worker-crash", { ...running, wanted: false }, "notRunning"],
  ["quota-full", { ...running, model: { at: "starting" } }, "notRunning"],
  ["worker-crash", running, undefined],
  ["camera-end", running, "noCamera"],
  ["camera-mute", onCamera, undefined],
  ["device-lost", running, "noGpu"],
  ["device-lost", onGpu, undefined],
  ["store-corrupt", running, undefined],
  ["store-corrupt", { ...running, online: false }, "noNetwork"],
  ["network-cut", { ...running, online: false }, "noNetwork"],
  ["store-corrupt", brought, "brought"],
  ["memory-growth", brought, undefined],
] as const)("%s, case %#", (kind, state, bar) => {
  expect(chaosBar(kind, state as AppState)).toBe(bar);
});
