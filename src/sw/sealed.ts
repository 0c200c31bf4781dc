/** The same answer with every security header that its host did not set (GitHub Pages sets none). */
export function sealed(response: Response, wanted: Readonly<Record<string, string>>): Response {
  // Opaque and failed answers cannot be rebuilt, and carry nothing that a document could run under.
  if (response.type === "opaque" || response.type === "error" || response.status === 0) {
    return response;
  }
  const missing = Object.entries(wanted).filter(([name]) => !response.headers.has(name));
  if (missing.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
