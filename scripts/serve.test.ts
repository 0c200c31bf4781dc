import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { securityHeaders } from "#shared";
import { parseRange, type Served, serve } from "./serve.ts";

const root = mkdtempSync(join(tmpdir(), "localens-serve-"));
const script = `export const words = "${"the same again ".repeat(200)}";`;
const model = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
let app: Served;
let bare: Served;

beforeAll(async () => {
  mkdirSync(join(root, "dist/assets"), { recursive: true });
  mkdirSync(join(root, "dist/models"), { recursive: true });
  mkdirSync(join(root, "dist/engines"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "secret");
  writeFileSync(join(root, "dist/index.html"), "<!doctype html>");
  writeFileSync(join(root, "dist/assets/main-1a2b.js"), script);
  writeFileSync(join(root, "dist/models/abc"), model);
  writeFileSync(join(root, "dist/engines/a.wasm"), "\0asm");
  writeFileSync(join(root, "dist/app.webmanifest"), "{}");
  app = await serve({ root: join(root, "dist"), port: 0 });
  bare = await serve({ root: join(root, "dist"), port: 0, base: "/sub/", headers: {} });
});

afterAll(async () => {
  await app.close();
  await bare.close();
  rmSync(root, { recursive: true });
});

/** Asks for a path as it stands: fetch would resolve `..` before sending it. */
function rawStatus(url: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("the server", () => {
  it.each([
    ["/", "text/html; charset=utf-8", "no-cache"],
    ["/index.html", "text/html; charset=utf-8", "no-cache"],
    ["/app.webmanifest", "application/manifest+json; charset=utf-8", "no-cache"],
    ["/engines/a.wasm", "application/wasm", "no-cache"],
    [
      "/assets/main-1a2b.js",
      "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ],
    ["/models/abc", "application/octet-stream", "public, max-age=31536000, immutable"],
  ])("answers %s as %s, %s", async (path, type, caching) => {
    const response = await fetch(app.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toBe(caching);
    await response.body?.cancel();
  });

  it("sets every security header, also on errors", async () => {
    for (const path of ["/", "/missing"]) {
      const { headers } = await fetch(app.url + path);
      for (const [name, value] of Object.entries(securityHeaders)) {
        expect(headers.get(name)).toBe(value);
      }
    }
  });

  it("sets none when it plays a host that cannot", async () => {
    const { headers, status } = await fetch(`${bare.url}/`);
    expect(status).toBe(200);
    for (const name of Object.keys(securityHeaders)) expect(headers.get(name)).toBeNull();
  });

  it("lives under a sub path", async () => {
    expect(bare.url).toMatch(/\/sub$/);
    expect((await fetch(`${bare.url}/models/abc`)).status).toBe(200);
    expect((await fetch(new URL("/models/abc", bare.url))).status).toBe(404);
  });

  it.each(["/missing.js", "/assets/", "/models/missing", "/settings"])(
    "never answers %s with the page",
    async (path) => {
      expect((await fetch(app.url + path)).status).toBe(404);
    },
  );

  it.each(["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a%00b", "/%E0%A4%A"])(
    "keeps %s inside the folder",
    async (path) => {
      expect(await rawStatus(app.url, path)).toBe(404);
    },
  );

  it("serves single ranges, and refuses those beyond the end", async () => {
    const part = await fetch(`${app.url}/models/abc`, { headers: { Range: "bytes=10-19" } });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe("bytes 10-19/1000");
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(model.slice(10, 20));
    const beyond = await fetch(`${app.url}/models/abc`, { headers: { Range: "bytes=1000-" } });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get("content-range")).toBe("bytes */1000");
  });

  it("compresses text, and says again that it has not changed", async () => {
    const response = await fetch(`${app.url}/assets/main-1a2b.js`);
    expect(response.headers.get("content-encoding")).toMatch(/^(br|gzip)$/);
    expect(Number(response.headers.get("content-length"))).toBeLessThan(script.length / 4);
    expect(await response.text()).toBe(script);
    const etag = response.headers.get("etag") ?? "";
    const again = await fetch(`${app.url}/assets/main-1a2b.js`, {
      headers: { "If-None-Match": etag },
    });
    expect(again.status).toBe(304);
  });

  it("answers HEAD with headers only, and refuses other methods", async () => {
    const head = await fetch(`${app.url}/models/abc`, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe("1000");
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    expect((await fetch(`${app.url}/`, { method: "POST" })).status).toBe(405);
  });
});

describe("a range header", () => {
  it.each([
    ["bytes=0-", { start: 0, end: 99 }],
    ["bytes=5-9", { start: 5, end: 9 }],
    ["bytes=90-500", { start: 90, end: 99 }],
    ["bytes=-10", { start: 90, end: 99 }],
    ["bytes=-500", { start: 0, end: 99 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=9-5", undefined],
    ["bytes=0-1,3-4", undefined],
    ["items=0-1", undefined],
    ["bytes=-", undefined],
  ])("%s of 100 bytes means %o", (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});
