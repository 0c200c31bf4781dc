import { readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { cardFacts } from "./scripts/card-facts.ts";
import { compiledAssembly } from "./scripts/compiled-assembly.ts";
import {
  connectPage,
  connectPolicy,
  contentSecurityPolicy,
  securityHeaders,
} from "./src/shared/security-headers.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Puts the policy into the built page itself, for hosts that cannot set headers. */
function policyInPage(): Plugin {
  // `frame-ancestors` is ignored in a <meta>, and browsers warn about it.
  const inPage = (policy: string): string => policy.replace(/; frame-ancestors [^;]+/, "");
  return {
    name: "policy-in-page",
    apply: "build",
    transformIndexHtml: (_, { path }) => {
      const policy = path === `/${connectPage}` ? connectPolicy : contentSecurityPolicy;
      return [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: inPage(policy) },
          injectTo: "head-prepend",
        },
      ];
    },
  };
}

const headStart = "src/page/head-start.ts";

/** Puts the script that opens the worker before the page's own, and lets it run before all others are here. */
function headStartFirst(): Plugin {
  let base = "/";
  return {
    name: "head-start-first",
    apply: "build",
    configResolved: (config) => {
      base = config.base;
    },
    transformIndexHtml(_, { path, bundle }) {
      if (path !== "/index.html") return [];
      const chunk = Object.values(bundle ?? {}).find(
        (each) => each.type === "chunk" && each.facadeModuleId?.endsWith(headStart),
      );
      if (!chunk) throw new Error(`${headStart} has no file of its own`);
      const src = `${base}${chunk.fileName}`;
      return [
        { tag: "script", attrs: { type: "module", async: true, src }, injectTo: "head-prepend" },
      ];
    },
  };
}

const manifestLimitBytes = 30 * 2 ** 20;

/** Stops the build where the service worker would silently leave out a file for its size. */
function nothingLeftOut(): Plugin {
  let outDir = "dist";
  return {
    name: "nothing-left-out",
    apply: "build",
    enforce: "post",
    configResolved: (config) => {
      outDir = join(config.root, config.build.outDir);
      if (isAbsolute(config.build.outDir)) outDir = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        const worker = readFileSync(join(outDir, "sw.js"), "utf8");
        const left = readdirSync(outDir, { recursive: true, encoding: "utf8" }).filter(
          (path) =>
            /\.(html|m?js|css|json|svg|png|webmanifest|wasm)$/.test(path) &&
            !/^(models|screenshots)\/|^sw\.js$/.test(path) &&
            !worker.includes(path),
        );
        if (left.length > 0) this.error(`not in the service worker's manifest: ${left.join(", ")}`);
      },
    },
  };
}

/** Which engine's library a module belongs to: by its own adapter or by its package. */
const engineModules: Readonly<Record<string, RegExp>> = {
  tfjs: /\/worker\/engines\/tfjs[a-z-]*\.ts$|\/node_modules\/@tensorflow\//,
  onnx: /\/worker\/engines\/onnx\.ts$|\/node_modules\/onnxruntime-/,
  litert: /\/worker\/engines\/litert[a-z-]*\.ts$|\/node_modules\/@litertjs\//,
};

/** Names an engine's code so that the service worker can tell it from the shell. */
function nameChunk({ moduleIds }: { readonly moduleIds: readonly string[] }): string {
  for (const [id, pattern] of Object.entries(engineModules)) {
    if (moduleIds.some((module) => pattern.test(module))) return `assets/engine-${id}-[hash].js`;
  }
  return "assets/[name]-[hash].js";
}

/** What the page needs at once and no other entry does: it comes in one file, not in twenty. */
function onlyOfPage(id: string): boolean {
  return !/\/connect\.html$|\/src\/connect\/|\/head-start\.ts$|\/shared\/fetched-models\.ts$/.test(
    id,
  );
}

/** Small parts without a library behind them: tasks' and engines' own. */
const workerCommon =
  /\/src\/(tasks|shared)\/|\/worker\/engines\/(cause-in-words|copy-output|engine-address|failures|session-runs|served-instead|smaller-memory)\.ts$/;

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    react(),
    cardFacts(),
    compiledAssembly(),
    headStartFirst(),
    policyInPage(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "sw.ts",
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,mjs,css,json,svg,png,webmanifest,wasm}"],
        globIgnores: ["models/**", "screenshots/**"],
        maximumFileSizeToCacheInBytes: manifestLimitBytes,
      },
    }),
    nothingLeftOut(),
  ],
  // Without it ONNX Runtime's entry points carry their wasm with them into the bundle.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  worker: {
    format: "es",
    plugins: () => [compiledAssembly()],
    rolldownOptions: {
      output: {
        chunkFileNames: nameChunk,
        // What the worker needs at once comes in one file, not in a dozen: at a start each takes its time. So
        // does what several tasks or engines have in common. That one file names all engines' code, so its own
        // name changes with them (src/worker/kept-proofs.ts).
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              ...{ name: "start", priority: 1, test: /\/src\/worker\/main\.ts$/ },
              includeDependenciesRecursively: true,
            },
            { name: "common", test: workerCommon, minShareCount: 2 },
          ],
        },
      },
    },
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    // Every supported browser preloads modules by itself.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["index.html", connectPage, headStart],
      output: {
        codeSplitting: {
          // Else a module of the one entry would draw those that it needs out of the other.
          includeDependenciesRecursively: false,
          groups: [{ name: "start", tags: ["$initial"], test: onlyOfPage }],
        },
      },
    },
  },
  server: { headers: { ...securityHeaders, "Content-Security-Policy": "" } },
});
