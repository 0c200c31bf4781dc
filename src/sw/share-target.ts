import { receivedCache, receivedNameHeader, receivedTimeHeader, shareTarget } from "#shared";

/** Whether the OS hands over files that another app shared (`share_target` of the web manifest). */
export function isShare({ method, url }: Request, scope: string): boolean {
  return method === "POST" && url === new URL(shareTarget.action, scope).href;
}

/**
 * Keeps what was shared on this device and opens the page, which takes it up. Nothing of it is sent on.
 * https://w3c.github.io/web-share-target/
 */
export async function receiveShare(request: Request, scope: string): Promise<Response> {
  const kept: string[] = [];
  const cache = await caches.open(receivedCache);
  try {
    const form = await request.formData();
    const batch = crypto.randomUUID();
    for (const value of form.values()) {
      // Titles and addresses come as text: there is nothing in them to look at.
      if (!(value instanceof File) || isNothing(value)) continue;
      const address = new URL(`received/${batch}/${kept.length}`, scope).href;
      kept.push(address);
      await cache.put(address, new Response(value, { headers: headersOf(value) }));
    }
    return Response.redirect(new URL(shareTarget.page, scope), 303);
  } catch {
    // All of them or none: half a share would pass for the whole.
    await Promise.all(kept.map((address) => cache.delete(address).catch(() => false)));
    return Response.redirect(new URL(shareTarget.failedPage, scope), 303);
  }
}

/** What a form sends in place of a file where none was chosen. */
function isNothing({ name, size }: File): boolean {
  return name === "" && size === 0;
}

function headersOf({ type, name, size, lastModified }: File): HeadersInit {
  return {
    "Content-Type": type || "application/octet-stream",
    "Content-Length": String(size),
    [receivedNameHeader]: encodeURIComponent(name),
    [receivedTimeHeader]: String(lastModified),
  };
}
