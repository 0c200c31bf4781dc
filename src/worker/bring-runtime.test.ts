import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { bringRuntime, hasRuntime } from "./bring-runtime.ts";
import type { Engine } from "./engines/engine.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An engine whose one runtime file a server of this test answers for. */
async function engineAt(answer: RequestListener): Promise<Engine> {
  server = createServer(answer);
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    id: "litert",
    runtimeFiles: async () => [`http://127.0.0.1:${port}/library.wasm`],
    load: () => Promise.reject(new Error("nothing is started here")),
  };
}

function options() {
  const controller = new AbortController();
  const loaded: number[] = [];
  const onProgress = (bytes: number) => void loaded.push(bytes);
  return { controller, loaded, options: { signal: controller.signal, onProgress } };
}

const nothingKept = { isEngineKept: async () => false };
const on = { engine: "litert", backend: "wasm" } as const;

it("reads the file through, tells how far it is, and remembers that it is here", async () => {
  const engine = await engineAt((_, response) => response.end(Buffer.alloc(100_000)));
  const { loaded, options: given } = options();
  const known = new Set<string>();
  expect(await hasRuntime(on, nothingKept, known)).toBe(false);
  expect(await bringRuntime(engine, "wasm", given, known)).toBe(true);
  expect(loaded.at(-1)).toBe(100_000);
  expect(await hasRuntime(on, nothingKept, known)).toBe(true);
  expect(await hasRuntime({ ...on, backend: "webgpu" }, nothingKept, known)).toBe(false);
});

it("is here where the engine is kept", async () => {
  expect(await hasRuntime(on, { isEngineKept: async () => true }, new Set())).toBe(true);
});

it("has nothing to bring for an engine that fetches no megabytes", async () => {
  const { runtimeFiles: _files, ...plain } = await engineAt(() => expect.unreachable());
  expect(await bringRuntime(plain, "wasm", options().options, new Set())).toBe(true);
});

it.each<[string, RequestListener]>([
  ["is not there", (_, response) => response.writeHead(404).end("no such file")],
  [
    "is a page of the network",
    (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("Welcome"),
  ],
  ["does not come any further", (_, response) => void response.write(Buffer.alloc(10))],
  [
    "is cut off",
    (_, response) => {
      response.writeHead(200, { "Content-Length": 100 }).write(Buffer.alloc(10), () => {
        response.destroy();
      });
    },
  ],
])("says so where the file %s", async (_, answer) => {
  const engine = await engineAt(answer);
  const known = new Set<string>();
  const given = { ...options().options, stallMs: 50 };
  expect(await bringRuntime(engine, "wasm", given, known)).toBe(false);
  expect(await hasRuntime(on, nothingKept, known)).toBe(false);
});

it("ends when it is given up", async () => {
  const { controller, options: given } = options();
  const engine = await engineAt((_, response) => {
    response.write(Buffer.alloc(10));
    controller.abort();
  });
  const bringing = bringRuntime(engine, "wasm", given, new Set());
  await expect(bringing).rejects.toMatchObject({ name: "AbortError" });
});
