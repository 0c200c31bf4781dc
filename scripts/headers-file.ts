import { connectHeaders, connectPage, securityHeaders } from "#shared";

/** `public/_headers`: what Netlify and Cloudflare Pages read, from the same headers as every other server. */
export function headersFile(): string {
  const rule = (path: string, headers: Readonly<Record<string, string>>): string =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
  const forEver = { "Cache-Control": "public, max-age=31536000, immutable" };
  // Rules add up: what the first one says is taken back (`!`) before it is said in another way.
  const detached = Object.keys(securityHeaders).map((name) => `  ! ${name}`);
  return `${[
    rule("/*", securityHeaders),
    [`/${connectPage}`, ...detached, ...rule("", connectHeaders).split("\n").slice(1)].join("\n"),
    rule("/assets/*", forEver),
    rule("/models/*", { ...forEver, "Content-Type": "application/octet-stream" }),
    rule("/sw.js", { "Cache-Control": "no-cache" }),
    rule("/manifest.webmanifest", { "Content-Type": "application/manifest+json" }),
  ].join("\n\n")}\n`;
}
