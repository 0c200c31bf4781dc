import { securityHeaders } from "#shared";

/** `public/_headers`: what Netlify and Cloudflare Pages read, from the same headers as every other server. */
export function headersFile(): string {
  const rule = (path: string, headers: Readonly<Record<string, string>>): string =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
  const forEver = { "Cache-Control": "public, max-age=31536000, immutable" };
  return `${[
    rule("/*", securityHeaders),
    rule("/assets/*", forEver),
    rule("/models/*", { ...forEver, "Content-Type": "application/octet-stream" }),
    rule("/sw.js", { "Cache-Control": "no-cache" }),
    rule("/manifest.webmanifest", { "Content-Type": "application/manifest+json" }),
  ].join("\n\n")}\n`;
}
