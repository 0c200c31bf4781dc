import { type Calls, createServer, type Events, heartbeatMs } from "#protocol";
import { createHandlers } from "./handlers.ts";

declare const self: DedicatedWorkerGlobalScope;

const server = createServer<Calls, Events>(
  self,
  createHandlers((name, payload, transfer) => server.emit(name, payload, transfer)),
);
setInterval(() => server.emit("heartbeat", undefined), heartbeatMs);
