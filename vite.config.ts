import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { contentSecurityPolicy, securityHeaders } from "./src/shared/security-headers.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Puts the policy into the built page itself, for hosts that cannot set headers. */
function policyInPage(): Plugin {
  // `frame-ancestors` is ignored in a <meta>, and browsers warn about it.
  const policy = contentSecurityPolicy.replace(/; frame-ancestors [^;]+/, "");
  return {
    name: "policy-in-page",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: policy },
        injectTo: "head-prepend",
      },
    ],
  };
}

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    react(),
    policyInPage(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "sw.ts",
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,svg,png,webmanifest,wasm}"],
        globIgnores: ["models/**"],
        maximumFileSizeToCacheInBytes: 30 * 2 ** 20,
      },
    }),
  ],
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0 },
  server: { headers: { ...securityHeaders, "Content-Security-Policy": "" } },
});
