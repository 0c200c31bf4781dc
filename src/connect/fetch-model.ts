/** Why a model did not come, by what was seen of it. */
export type FetchFault =
  /** This device has no network. */
  | "offline"
  /** The server answers, but lets no page of another origin read it. */
  | "cors"
  /** Nobody answers. */
  | "unreachable"
  | "not-found"
  /** It wants a sign-in, or an agreement first. */
  | "forbidden"
  | "status"
  /** A web page where a model should be. */
  | "html"
  | "empty"
  | "too-large"
  /** It ended early; what came is kept to go on from. */
  | "cut"
  /** The file changed between two parts. */
  | "changed";

/** A fetch that failed, and the status where there was an answer. */
export class FetchError extends Error {
  readonly fault: FetchFault;
  readonly status: number;

  constructor(fault: FetchFault, status = 0, options?: { readonly cause?: unknown }) {
    super(`${fault} ${status}`, options);
    this.name = "FetchError";
    this.fault = fault;
    this.status = status;
  }
}

/** What a server says of a file before it is fetched. */
export interface RemoteFile {
  /** Where redirects led. */
  readonly url: string;
  /** Null where the server does not say. */
  readonly bytes: number | null;
}

/** What fetching needs of the platform. */
export interface FetchPlatform {
  fetch(url: string, init: RequestInit): Promise<Response>;
  isOnline(): boolean;
}

/** More than this no engine here could hold. */
const mostBytes = 2 ** 30;
/** Parts are handed to the browser as blobs, which it may keep on disk, once they are so large. */
const blobBytes = 8 * 2 ** 20;

/**
 * Asks for a file's size, and whether it may be read at all; redirects are followed.
 * @throws FetchError, or the platform's `AbortError`
 */
export async function askFor(
  url: string,
  platform: FetchPlatform,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const response = await get(url, { method: "HEAD" }, platform, signal);
  // Some servers answer no question without the file: it is asked for, and its body left.
  const answer =
    response.status === 405 || response.status === 501
      ? await get(url, {}, platform, signal)
      : response;
  await answer.body?.cancel();
  judge(answer);
  const length = answer.headers.get("content-length");
  const bytes = length === null || answer.headers.has("content-encoding") ? null : Number(length);
  if (bytes === 0) throw new FetchError("empty");
  if (bytes !== null && bytes > mostBytes) throw new FetchError("too-large");
  return { url: answer.url || url, bytes };
}

/** A file that is being fetched; what has come stays when a connection breaks. */
export class ModelFetch {
  readonly #url: string;
  readonly #platform: FetchPlatform;
  #parts: BlobPart[] = [];
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;
  #tag: string | null = null;
  receivedBytes = 0;

  constructor(url: string, platform: FetchPlatform) {
    this.#url = url;
    this.#platform = platform;
  }

  /**
   * Fetches what is missing. May be called again after it failed with `cut`.
   * @throws FetchError, or the platform's `AbortError`
   */
  async run(onBytes: (received: number) => void, signal: AbortSignal): Promise<Blob> {
    const from = this.receivedBytes;
    const headers: Record<string, string> = from > 0 ? { Range: `bytes=${from}-` } : {};
    const response = await get(this.#url, { headers }, this.#platform, signal);
    judge(response);
    const tag = response.headers.get("etag");
    if (from > 0 && (response.status !== 206 || (this.#tag !== null && tag !== this.#tag))) {
      // It begins anew: another file, or a server that does not know parts.
      this.#forget();
      if (response.status === 206) {
        await response.body?.cancel();
        throw new FetchError("changed");
      }
    }
    this.#tag = tag;
    const length = response.headers.get("content-length");
    const wanted =
      length === null || response.headers.has("content-encoding")
        ? null
        : this.receivedBytes + Number(length);
    await this.#read(response, onBytes, signal);
    if (wanted !== null && this.receivedBytes < wanted) throw new FetchError("cut");
    if (this.receivedBytes === 0) throw new FetchError("empty");
    this.#flush();
    return new Blob(this.#parts);
  }

  async #read(
    response: Response,
    onBytes: (received: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const reader = response.body?.getReader();
    try {
      for (;;) {
        const part = await reader?.read();
        if (!part || part.done) return;
        if (this.receivedBytes === 0 && looksLikePage(part.value)) throw new FetchError("html");
        this.receivedBytes += part.value.length;
        if (this.receivedBytes > mostBytes) throw new FetchError("too-large");
        this.#pending.push(part.value);
        this.#pendingBytes += part.value.length;
        if (this.#pendingBytes >= blobBytes) this.#flush();
        onBytes(this.receivedBytes);
      }
    } catch (cause) {
      await reader?.cancel().catch(() => undefined);
      if (cause instanceof FetchError) throw cause;
      signal.throwIfAborted();
      throw new FetchError("cut", 0, { cause });
    }
  }

  #flush(): void {
    if (this.#pendingBytes === 0) return;
    this.#parts.push(new Blob(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #forget(): void {
    this.#parts = [];
    this.#pending = [];
    this.#pendingBytes = 0;
    this.receivedBytes = 0;
  }
}

async function get(
  url: string,
  init: RequestInit,
  platform: FetchPlatform,
  signal: AbortSignal,
): Promise<Response> {
  const plain: RequestInit = { credentials: "omit", cache: "no-store", ...init, signal };
  try {
    return await platform.fetch(url, plain);
  } catch (cause) {
    signal.throwIfAborted();
    if (!platform.isOnline()) throw new FetchError("offline", 0, { cause });
    // A browser says the same of a server that is away and of one that it may not read: an answer that
    // nobody reads tells them apart.
    const answers = await platform
      .fetch(url, { credentials: "omit", cache: "no-store", mode: "no-cors", signal })
      .then(
        () => true,
        () => false,
      );
    throw new FetchError(answers ? "cors" : "unreachable", 0, { cause });
  }
}

function judge({ status, headers }: Response): void {
  if (status === 401 || status === 403) throw new FetchError("forbidden", status);
  if (status === 404 || status === 410) throw new FetchError("not-found", status);
  if (status !== 200 && status !== 206) throw new FetchError("status", status);
  if (/^text\/html\b/i.test(headers.get("content-type") ?? ""))
    throw new FetchError("html", status);
}

function looksLikePage(bytes: Uint8Array): boolean {
  const opening = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  return opening.startsWith("<!doctype html") || opening.startsWith("<html");
}
