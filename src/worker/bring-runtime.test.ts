import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { bringRuntime } from "./bring-runtime.ts";
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

it("reads the file through once, and tells how far it is", async () => {
  let asked = 0;
  const engine = await engineAt((_, response) => {
    asked += 1;
    response.end(Buffer.alloc(100_000));
  });
  const { loaded, options: given } = options();
  const known = new Set<string>();
  await bringRuntime(engine, "wasm", nothingKept, given, known);
  await bringRuntime(engine, "wasm", nothingKept, given, known);
  expect(asked).toBe(1);
  expect(loaded.at(-1)).toBe(100_000);
});

it("asks for nothing where the engine is kept", async () => {
  const engine = await engineAt(() => expect.unreachable());
  const kept = { isEngineKept: async () => true };
  await bringRuntime(engine, "wasm", kept, options().options, new Set());
});

it("leaves what the site does not have to the start", async () => {
  const engine = await engineAt((_, response) => response.writeHead(404).end("no such file"));
  const { loaded, options: given } = options();
  await bringRuntime(engine, "wasm", nothingKept, given, new Set());
  expect(loaded).toEqual([]);
});

it("leaves what does not come any further to the start", async () => {
  const engine = await engineAt((_, response) => void response.write(Buffer.alloc(10)));
  const { loaded, options: given } = options();
  await bringRuntime(engine, "wasm", nothingKept, { ...given, stallMs: 50 }, new Set());
  expect(loaded).toEqual([10]);
});

it("ends when it is given up", async () => {
  const { controller, options: given } = options();
  const engine = await engineAt((_, response) => {
    response.write(Buffer.alloc(10));
    controller.abort();
  });
  const bringing = bringRuntime(engine, "wasm", nothingKept, given, new Set());
  await expect(bringing).rejects.toMatchObject({ name: "AbortError" });
});
