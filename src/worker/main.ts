import { type Calls, createServer, type Events } from "#protocol";
import { createHandlers } from "./handlers.ts";
import { beginHeartbeat } from "./heartbeat.ts";
import { countMemory } from "./memory-census.ts";
import { startAhead } from "./start-ahead.ts";
import { tellNetwork } from "./tell-network.ts";

declare const self: DedicatedWorkerGlobalScope;

/** Begins to answer the page. */
export function begin(): void {
  tellNetwork();
  countMemory();
  const { handlers, ahead } = createHandlers((name, payload, transfer) =>
    server.emit(name, payload, transfer),
  );
  const server = createServer<Calls, Events>(self, handlers);
  startAhead(self.name, ahead);
  beginHeartbeat(() => server.emit("heartbeat", undefined));
}
