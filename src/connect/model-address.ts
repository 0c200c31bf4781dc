/** An address as it is fetched, and the name of the file there. */
export interface ModelAddress {
  readonly url: string;
  readonly name: string;
}

/** Why an address cannot be fetched at all. */
export type AddressFault = "not-an-address" | "not-https";

/**
 * Reads an address that a person typed or pasted. Pages of the model hubs, which show a file, become the
 * address of the file itself.
 */
export function readAddress(typed: string): ModelAddress | AddressFault {
  let url: URL;
  try {
    const text = typed.trim();
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  } catch {
    return "not-an-address";
  }
  if (url.protocol !== "https:") return "not-https";
  if (!url.hostname.includes(".") && url.hostname !== "localhost") return "not-an-address";
  const file = fileOf(url);
  return { url: file.href, name: nameOf(file) };
}

function fileOf(url: URL): URL {
  const parts = url.pathname.split("/").filter((part) => part !== "");
  const at = (path: readonly string[], host = url.hostname): URL =>
    new URL(`https://${host}/${path.join("/")}`);
  if (url.hostname === "huggingface.co" && parts.includes("blob")) {
    return at(parts.map((part) => (part === "blob" ? "resolve" : part)));
  }
  const [owner = "", repository = "", kind = "", ...path] = parts;
  if (url.hostname === "github.com" && (kind === "blob" || kind === "raw") && path.length > 1) {
    // Its own redirect to there does not let other pages read it.
    return at([owner, repository, ...path], "raw.githubusercontent.com");
  }
  return url;
}

function nameOf({ pathname }: URL): string {
  const last = pathname.split("/").findLast((part) => part !== "") ?? "model";
  try {
    return decodeURIComponent(last).replaceAll("/", "_");
  } catch {
    return last;
  }
}
