import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servedInstead } from "./served-instead.ts";

const answers: Record<string, [status: number, type: string, body: Uint8Array | string]> = {
  "/page.wasm": [200, "text/html", "<!doctype html>"],
  "/page.js": [200, "text/html; charset=utf-8", "<!doctype html>"],
  "/whole.js": [200, "text/javascript; charset=utf-8", "var one = 1;"],
  "/whole.wasm": [200, "application/wasm", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
};
const server = createServer((request, response) => {
  const [status, type, body] = answers[request.url ?? ""] ?? [404, "text/plain", "nothing"];
  response.writeHead(status, { "Content-Type": type }).end(body);
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe("looking at what is served instead of wasm", () => {
  it("names the address that serves a page", async () => {
    expect(await servedInstead(`${origin}/page.wasm`)).toBe(
      `${origin}/page.wasm is not wasm: served as text/html, starting with 3c 21 64 6f`,
    );
  });

  it("finds nothing wrong with wasm", async () => {
    expect(await servedInstead(`${origin}/whole.wasm`)).toBeUndefined();
  });

  it("names the address that serves a page instead of a script, and takes a script for one", async () => {
    expect(await servedInstead(`${origin}/page.js`, "script")).toBe(
      `${origin}/page.js is not a script: served as text/html; charset=utf-8, starting with 3c 21 64 6f`,
    );
    expect(await servedInstead(`${origin}/whole.js`, "script")).toBeUndefined();
  });

  it("tells a missing file from a missing network", async () => {
    await expect(servedInstead(`${origin}/gone.wasm`)).rejects.toMatchObject({
      code: "download-failed",
      details: { url: `${origin}/gone.wasm`, status: 404 },
    });
    await expect(servedInstead("http://127.0.0.1:1/x.wasm")).rejects.toMatchObject({
      code: "offline",
    });
  });
});
