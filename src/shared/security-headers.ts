/** The content security policy of the page, its workers and the service worker: nothing but this origin. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The headers that seal the app, in one place for the servers, `public/_headers`, the `<meta>` fallback
 * and the service worker. `Connection-Allowlist` (Chromium 152+) also stops WebRTC and navigations,
 * which a content security policy lets out.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentSecurityPolicy,
  "Connection-Allowlist": "(response-origin)",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(self), display-capture=(self), microphone=(self), geolocation=(), usb=(), serial=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Where the one document is that may reach other servers, below the app's own folder. */
export const connectPage = "connect.html";

/** Its content security policy: any server over HTTPS, and no worker, frame, picture or form of its own. */
export const connectPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' https:",
  "img-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The headers of that document: it reaches others, and so it is given neither camera nor screen. Without
 * `Cross-Origin-Embedder-Policy` it can tell a server that is away from one that does not let it read.
 */
export const connectHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": connectPolicy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), display-capture=(), microphone=(), geolocation=(), usb=(), serial=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** The headers of a path below the app's own folder. */
export function headersOf(path: string): Readonly<Record<string, string>> {
  return path === connectPage ? connectHeaders : securityHeaders;
}
