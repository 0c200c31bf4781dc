import { runLate } from "../late-script.ts";
import { engineAddress } from "./engine-address.ts";

declare const self: DedicatedWorkerGlobalScope;

// A thread of LiteRT: its library's own script.
const script = engineAddress("litert", "litert_wasm_threaded_internal.js");
runLate(self, () => import(/* @vite-ignore */ script));
