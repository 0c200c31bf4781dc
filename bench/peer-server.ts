import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { build } from "vite";

const folders: Readonly<Record<string, string>> = {
  dist: "node_modules/@vladmandic/human/dist",
  models: "node_modules/@vladmandic/human/models",
  wasm: "node_modules/@tensorflow/tfjs-backend-wasm/dist",
};

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".bin": "application/octet-stream",
};

const peerPage = `<!doctype html>
<script type="importmap">{ "imports": { "@vladmandic/human": "/dist/human.esm.js" } }</script>
<script type="module" src="/peer.js"></script>`;

async function bundlePeer(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      // As its authors built it: bundled again, its threads no longer start.
      rollupOptions: { input: "bench/peer/human.ts", external: ["@vladmandic/human"] },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (!bundle || !("output" in bundle)) throw new Error("the peer's page did not bundle");
  return bundle.output[0].code;
}

/** Serves the peer's page with its models and wasm, isolated, so that it may use threads if it can. */
export async function servePeer(): Promise<{ url: string; close(): void }> {
  const script = await bundlePeer();
  const server = createServer((request, response) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Cache-Control", "public, max-age=3600");
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (path === "/") {
      response.setHeader("Content-Type", "text/html");
      response.end(peerPage);
      return;
    }
    if (path === "/peer.js") {
      response.setHeader("Content-Type", "text/javascript");
      response.end(script);
      return;
    }
    const [, folder = "", ...rest] = path.split("/");
    const file = join(folders[folder] ?? "nowhere", ...rest);
    if (!existsSync(file)) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port for the peer");
  return {
    url: `http://localhost:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
