import { buildIfStale } from "./build-if-stale.ts";
import { serveOrSayBusy } from "./serve-or-say-busy.ts";

const port = Number(process.env.PORT ?? 4173);
const host = process.env.HOST ?? "127.0.0.1";
await buildIfStale();
const { url } = await serveOrSayBusy({ root: "dist", port, host }, "npm start");
console.log(`Localens is at ${url}`);
