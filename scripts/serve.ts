import { createReadStream, type Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { headersOf, securityHeaders } from "#shared";

/** What to serve, and how. */
export interface ServeOptions {
  /** The folder, e.g. `dist`. */
  readonly root: string;
  /** 0 chooses a free one. */
  readonly port: number;
  /** Address to listen on; this machine only by default. */
  readonly host?: string;
  /** The sub path that the app lives under, with both slashes; `/` by default. */
  readonly base?: string;
  /** Headers of every answer; `{}` plays a host that cannot set any. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificate and private key as PEM: serves https instead of http. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Answers a request instead of the server and says so by true: a broken host, a counter. */
  readonly before?: (
    request: IncomingMessage,
    response: ServerResponse,
  ) => boolean | Promise<boolean>;
}

/** A running server. */
export interface Served {
  /** Origin and base without a slash at the end, e.g. `http://localhost:4173`. */
  readonly url: string;
  /** Stops at once, open connections included. */
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};
const compressed = new Set([".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".txt"]);

/** Serves a built app over HTTP or HTTPS as a good static host does, security headers included. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { headers = securityHeaders, base = "/", host = "127.0.0.1", tls } = options;
  const root = resolve(options.root);
  const files = new FileServer(root);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const answer = async (): Promise<void> => {
      const path = (request.url ?? "").split(/[?#]/, 1)[0]?.slice(base.length) ?? "";
      const own = headers === securityHeaders ? headersOf(path) : headers;
      for (const [name, value] of Object.entries(own)) response.setHeader(name, value);
      if (await options.before?.(request, response)) return;
      await files.answer(request, response, base);
    };
    // A reader that goes away mid-file is its own business; anything else is a 500.
    answer().catch(() => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    });
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(options.port, host, listening);
  });
  const { port } = server.address() as AddressInfo;
  const name = host === "127.0.0.1" ? "localhost" : host;
  return {
    url: `${tls ? "https" : "http"}://${name}:${port}${base.slice(0, -1)}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

class FileServer {
  readonly #root: string;
  readonly #compressed = new Map<string, Buffer>();

  constructor(root: string) {
    this.#root = root;
  }

  async answer(request: IncomingMessage, response: ServerResponse, base: string): Promise<void> {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return refuse(response, 405);
    }
    const path = this.#pathOf(request.url ?? "/", base);
    const info = path === undefined ? undefined : await stat(path).catch(() => undefined);
    if (path === undefined || !info?.isFile()) return refuse(response, 404);

    const extension = extname(path);
    const range = request.headers.range;
    const coding = compressed.has(extension) && range === undefined ? codingOf(request) : undefined;
    const etag = `"${info.size.toString(36)}-${Math.trunc(info.mtimeMs).toString(36)}${coding ?? ""}"`;
    response.setHeader("Content-Type", types[extension] ?? "application/octet-stream");
    response.setHeader("Cache-Control", cacheControl(path.slice(this.#root.length)));
    response.setHeader("ETag", etag);
    response.setHeader("Accept-Ranges", "bytes");
    if (compressed.has(extension)) response.setHeader("Vary", "Accept-Encoding");
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304).end();
      return;
    }
    if (coding) {
      const body = await this.#compress(path, etag, coding);
      response.setHeader("Content-Encoding", coding);
      response.setHeader("Content-Length", body.byteLength);
      response.end(request.method === "HEAD" ? undefined : body);
      return;
    }
    await sendBytes(request, response, path, info, range);
  }

  /** The file that an address names, or undefined where it leads out of the folder. */
  #pathOf(url: string, base: string): string | undefined {
    const raw = url.split(/[?#]/, 1)[0] ?? "/";
    if (!raw.startsWith(base)) return undefined;
    let path: string;
    try {
      path = decodeURIComponent(raw.slice(base.length));
    } catch {
      return undefined;
    }
    if (path.includes("\0") || path.includes("\\")) return undefined;
    const file = join(this.#root, path === "" ? "index.html" : path);
    return file.startsWith(this.#root + sep) ? file : undefined;
  }

  async #compress(path: string, etag: string, coding: "br" | "gzip"): Promise<Buffer> {
    const key = `${path} ${etag}`;
    const known = this.#compressed.get(key);
    if (known) return known;
    const bytes = await readFile(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 6 };
    const body =
      coding === "br"
        ? await promisify(brotliCompress)(bytes, { params })
        : await promisify(gzip)(bytes);
    this.#compressed.set(key, body);
    return body;
  }
}

async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  info: Stats,
  range: string | undefined,
): Promise<void> {
  const part = range === undefined ? undefined : parseRange(range, info.size);
  if (part === "unsatisfiable") {
    response.setHeader("Content-Range", `bytes */${info.size}`);
    return refuse(response, 416);
  }
  const { start, end } = part ?? { start: 0, end: info.size - 1 };
  if (part) {
    response.statusCode = 206;
    response.setHeader("Content-Range", `bytes ${start}-${end}/${info.size}`);
  }
  response.setHeader("Content-Length", end - start + 1);
  if (request.method === "HEAD" || info.size === 0) {
    response.end();
    return;
  }
  await pipeline(createReadStream(path, { start, end }), response);
}

/**
 * Reads a single byte range (RFC 9110, 14.2); several ranges or another unit mean the whole file.
 * Both ends are inclusive.
 */
export function parseRange(
  header: string,
  size: number,
): { readonly start: number; readonly end: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [, first = "", last = ""] = match ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? "unsatisfiable" : { start, end };
}

function codingOf(request: IncomingMessage): "br" | "gzip" | undefined {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

/** Names with a hash never change their bytes; the page, the service worker and the manifest may. */
function cacheControl(path: string): string {
  const hashed = path.startsWith(`${sep}assets${sep}`) || path.startsWith(`${sep}models${sep}`);
  return hashed ? "public, max-age=31536000, immutable" : "no-cache";
}

function refuse(response: ServerResponse, status: number): void {
  const body = `${status}\n`;
  response.removeHeader("Content-Encoding");
  response.removeHeader("ETag");
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": body.length,
    "Cache-Control": "no-store",
  });
  response.end(body);
}
