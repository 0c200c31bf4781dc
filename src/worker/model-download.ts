import { AppError, type PinnedFile, reasonOf } from "#shared";
import type { ModelSink } from "./model-sink.ts";

/** What a download needs of the platform. */
export interface DownloadPlatform {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** @throws AbortError */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** A connection that sends nothing for so long counts as cut. */
  readonly stallMs: number;
  /** Told of each cut that is gone on from. */
  readonly onTrouble?: ((kind: "network-cut") => void) | undefined;
}

// Pauses before the retries that follow attempts without progress; after the last one it is "offline".
const retryPausesMs = [300, 1000, 3000];

type Outcome = { readonly at: "whole" | "start-over" } | { readonly at: "cut"; error: AppError };

/**
 * Brings what the sink still lacks, resuming by Range after each cut. The sink is flushed, never
 * cleared, when the network or the person ends it.
 * @throws AppError `offline`, `download-failed`, `download-corrupt`, or the platform's `AbortError`
 */
export async function downloadModel(
  file: PinnedFile,
  url: string,
  sink: ModelSink,
  platform: DownloadPlatform,
  signal: AbortSignal,
  onBytes: () => void,
): Promise<void> {
  let failures = 0;
  let startedOver = false;
  while (sink.receivedBytes < file.bytes) {
    const receivedBefore = sink.receivedBytes;
    let outcome: Outcome;
    try {
      outcome = await attempt(file, url, sink, platform, signal, onBytes);
    } finally {
      await sink.flush();
    }
    if (outcome.at === "start-over") {
      if (startedOver) throw corrupt(url, "the server cannot continue nor repeat the file");
      startedOver = true;
      await sink.restart();
    } else if (outcome.at === "cut") {
      if (sink.receivedBytes > receivedBefore) failures = 0;
      const pauseMs = retryPausesMs[failures++];
      if (pauseMs === undefined) throw outcome.error;
      platform.onTrouble?.("network-cut");
      await platform.pause(pauseMs, signal);
    }
  }
}

async function attempt(
  file: PinnedFile,
  url: string,
  sink: ModelSink,
  platform: DownloadPlatform,
  signal: AbortSignal,
  onBytes: () => void,
): Promise<Outcome> {
  signal.throwIfAborted();
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), platform.stallMs);
  try {
    const from = sink.receivedBytes;
    const response = await platform.fetch(url, {
      // The store is the cache; a second copy in the HTTP cache could only be stale or broken.
      cache: "no-store",
      headers: from > 0 ? { Range: `bytes=${from}-` } : {},
      signal: AbortSignal.any([signal, stalled.signal]),
    });
    const refusal = await judge(file, url, response, from);
    if (refusal) return refusal;
    if (response.status === 200 && from > 0) await sink.restart();
    const reader = response.body?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) break;
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), platform.stallMs);
      const problem = misfit(file, sink.receivedBytes, part.value);
      if (problem) {
        await reader?.cancel();
        if (sink.receivedBytes > 0) await sink.restart();
        throw corrupt(url, problem);
      }
      sink.add(part.value);
      onBytes();
    }
    if (sink.receivedBytes === file.bytes) return { at: "whole" };
    return { at: "cut", error: offline(file, url, sink) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    signal.throwIfAborted();
    return { at: "cut", error: offline(file, url, sink, error) };
  } finally {
    clearTimeout(timer);
  }
}

/** Looks at an answer before its body: what must happen instead of reading it, if anything. */
async function judge(
  file: PinnedFile,
  url: string,
  response: Response,
  from: number,
): Promise<Outcome | undefined> {
  const { status, headers } = response;
  const refuse = async (reason: string): Promise<never> => {
    await response.body?.cancel();
    throw corrupt(url, reason);
  };
  if (status === 416) {
    await response.body?.cancel();
    return { at: "start-over" };
  }
  if (status === 429 || status === 502 || status === 503 || status === 504) {
    await response.body?.cancel();
    return { at: "cut", error: new AppError("download-failed", { url, status }) };
  }
  if (status !== 200 && status !== 206) {
    await response.body?.cancel();
    throw new AppError("download-failed", { url, status });
  }
  const type = headers.get("content-type") ?? "";
  if (/^text\/html\b/i.test(type)) return refuse("the server sent an HTML page");
  let expectedBytes = file.bytes;
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
    if (!range || Number(range[1]) !== from) {
      await response.body?.cancel();
      return { at: "start-over" };
    }
    if (range[2] !== "*" && Number(range[2]) !== file.bytes) {
      return refuse(`the server's file has ${range[2]} bytes, the card says ${file.bytes}`);
    }
    expectedBytes -= from;
  }
  const announced = headers.get("content-length");
  // With an encoding the header counts the encoded bytes, which say nothing here.
  if (announced !== null && !headers.has("content-encoding")) {
    if (Number(announced) !== expectedBytes) {
      return refuse(`the server announced ${announced} bytes instead of ${expectedBytes}`);
    }
  }
  return undefined;
}

/** Why these bytes cannot be the next ones of the file, in words. */
function misfit(file: PinnedFile, receivedBytes: number, part: Uint8Array): string | undefined {
  if (receivedBytes + part.byteLength > file.bytes) {
    return `more than the ${file.bytes} bytes of the card arrived`;
  }
  if (receivedBytes > 0) return undefined;
  const opening = new TextDecoder().decode(part.subarray(0, 64)).trimStart().toLowerCase();
  if (opening.startsWith("<!doctype html") || opening.startsWith("<html")) {
    return "the server sent an HTML page";
  }
  return undefined;
}

function corrupt(url: string, reason: string): AppError {
  return new AppError("download-corrupt", { url, reason });
}

function offline(file: PinnedFile, url: string, sink: ModelSink, cause?: unknown): AppError {
  const details = { url, receivedBytes: sink.receivedBytes, totalBytes: file.bytes };
  const why = cause ?? new Error("the connection ended early");
  return new AppError("offline", details, { cause: new Error(reasonOf(why), { cause: why }) });
}
