import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { build } from "vite";
import { peerModel } from "#peer-models";

const folders: Readonly<Record<string, string>> = {
  dist: "node_modules/@vladmandic/human/dist",
  models: "node_modules/@vladmandic/human/models",
  wasm: "node_modules/@tensorflow/tfjs-backend-wasm/dist",
  mediapipe: "node_modules/@mediapipe/tasks-vision",
};

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".bin": "application/octet-stream",
};

/** The peers' libraries as their authors built them: bundled again, one's threads no longer start. */
const imports = {
  "@vladmandic/human": "/dist/human.esm.js",
  "@mediapipe/tasks-vision": "/mediapipe/vision_bundle.mjs",
};

const pageOf = (name: string): string => `<!doctype html>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/${name}.js"></script>`;

const names = ["human", "mediapipe"];

async function bundlePeer(name: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      rollupOptions: { input: `bench/peer/${name}.ts`, external: Object.keys(imports) },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (!bundle || !("output" in bundle)) throw new Error("the peer's page did not bundle");
  return bundle.output[0].code;
}

/** Serves the peers' pages with their models and wasm, isolated, so that they may use threads if they can. */
export async function servePeers(): Promise<{ url: string; close(): void }> {
  const scripts = new Map<string, string>();
  for (const name of names) scripts.set(`/${name}.js`, await bundlePeer(name));
  const server = createServer((request, response) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Cache-Control", "public, max-age=3600");
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (names.includes(path.slice(1))) {
      response.setHeader("Content-Type", "text/html");
      response.end(pageOf(path.slice(1)));
      return;
    }
    const script = scripts.get(path);
    if (script !== undefined) {
      response.setHeader("Content-Type", "text/javascript");
      response.end(script);
      return;
    }
    const [, folder = "", ...rest] = path.split("/");
    const model = folder === "peer-models" ? peerModel(rest.join("/")) : undefined;
    if (model) {
      response.end(model);
      return;
    }
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
  if (typeof address !== "object" || address === null) throw new Error("no port for the peers");
  return {
    url: `http://localhost:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
