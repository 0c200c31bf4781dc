import { engineAddress } from "./engine-address.ts";

declare const self: DedicatedWorkerGlobalScope;

// A thread of LiteRT: its library's script, imported while this one runs, for only then a browser keeps its
// compiled code for the next visit.

const early: Event[] = [];
const keep = (event: Event): void => void early.push(event);
self.addEventListener("message", keep);

import(/* @vite-ignore */ engineAddress("litert", "litert_wasm_threaded_internal.js"))
  .then(() => {
    self.removeEventListener("message", keep);
    for (const event of early) self.dispatchEvent(event);
  })
  .catch((error: unknown) => self.reportError(error));
