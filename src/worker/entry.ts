import { runLate } from "./late-script.ts";

declare const self: DedicatedWorkerGlobalScope;

runLate(self, async () => (await import("./main.ts")).begin());
