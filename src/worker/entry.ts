import { type Calls, createServer, type Events, heartbeatMs } from "#protocol";
import { createHandlers } from "./handlers.ts";
import { countMemory } from "./memory-census.ts";
import { startAhead } from "./start-ahead.ts";
import { tellNetwork } from "./tell-network.ts";

declare const self: DedicatedWorkerGlobalScope;

tellNetwork();
countMemory();
const server = createServer<Calls, Events>(
  self,
  createHandlers((name, payload, transfer) => server.emit(name, payload, transfer)),
);
startAhead(self.name);
setInterval(() => server.emit("heartbeat", undefined), heartbeatMs);
