import { createHash } from "node:crypto";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AppError, type PinnedFile } from "#shared";
import type { ModelStore } from "#store";
import { MemoryModels } from "./memory-models.ts";
import { fetchFiles, type ModelFilesPlatform } from "./model-files.ts";

const content = Uint8Array.from(
  { length: 700_000 },
  (_, index) => (index * 31 + (index >> 8)) % 256,
);
const file = pin("weights.bin", content);
const url = "https://app.example/models/x";

function pin(name: string, bytes: Uint8Array): PinnedFile {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, bytes: bytes.byteLength, sha256 };
}

type Answer = (from: number, range: string | null) => Response | Error;

/** Bytes in parts of 64 KiB; the stream breaks after `cutAfter` of them. */
function stream(bytes: Uint8Array, cutAfter = Number.POSITIVE_INFINITY): ReadableStream {
  let at = 0;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull(controller) {
      const end = Math.min(at + 65536, bytes.byteLength, cutAfter);
      // An error takes back what waits to be read: it comes when all before it was taken.
      if (at === bytes.byteLength) controller.close();
      else if (at === cutAfter) controller.error(new TypeError("network error"));
      else controller.enqueue(bytes.slice(at, end));
      at = end;
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** A good server's answer, cut after `cutAfter` bytes of it. */
function good(from: number, cutAfter?: number, of = content): Response {
  const headers = new Headers({ "Content-Length": String(of.byteLength - from) });
  if (from > 0) headers.set("Content-Range", `bytes ${from}-${of.byteLength - 1}/${of.byteLength}`);
  return new Response(stream(of.slice(from), cutAfter), { status: from > 0 ? 206 : 200, headers });
}

/** A platform whose server gives these answers in turn, the last one again and again. */
function platform(models: ModelStore | undefined, answers: readonly Answer[]) {
  const asked: (string | null)[] = [];
  const pausesMs: number[] = [];
  const it: ModelFilesPlatform = {
    stallMs: 60_000,
    url: () => url,
    async fetch(_url, init) {
      init.signal?.throwIfAborted();
      const range = new Headers(init.headers).get("range");
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(range);
      const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
      const response = answer?.(from, range) ?? new Error("no answer");
      if (response instanceof Error) throw response;
      return response;
    },
    async openModels() {
      if (!models) throw new AppError("storage-unavailable", { reason: "private window" });
      return models;
    },
    exclusively: (_name, _signal, work) => work(),
    async pause(ms, signal) {
      signal.throwIfAborted();
      pausesMs.push(ms);
    },
  };
  return { platform: it, asked, pausesMs };
}

const options = () => ({ signal: new AbortController().signal });
const down: Answer = () => new TypeError("Failed to fetch");

function expectContent(bytes: ArrayBuffer | undefined): void {
  expect(bytes && pin("", new Uint8Array(bytes)).sha256).toBe(file.sha256);
}

describe("fetching a file", () => {
  it("downloads, verifies and keeps it, in chunks", async () => {
    const models = new MemoryModels();
    const { platform: p } = platform(models, [(from) => good(from)]);
    const progress: number[][] = [];
    const { files, kept } = await fetchFiles(
      [file],
      { ...options(), onProgress: (...numbers) => progress.push(numbers) },
      p,
    );
    expectContent(files.get("weights.bin"));
    expect(kept).toBe(true);
    expect(models.records.get(file.sha256)?.complete).toBe(true);
    expect(models.chunks.get(file.sha256)?.length).toBe(3);
    expect(progress[0]).toEqual([0, file.bytes, 0]);
    expect(progress.at(-1)).toEqual([file.bytes, file.bytes, 0]);
  });

  it("asks nobody for what is stored", async () => {
    const models = new MemoryModels();
    models.put(file, content, true);
    const { platform: p, asked } = platform(models, [down]);
    const { files, kept } = await fetchFiles([file], options(), p);
    expectContent(files.get("weights.bin"));
    expect(kept).toBe(true);
    expect(asked).toEqual([]);
  });

  it("writes nothing while it brings what is stored, and notes the use later", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const models = new MemoryModels();
    models.put(file, content, true);
    const writer = vi.spyOn(models, "writer");
    const touch = vi.spyOn(models, "touch");
    const { files, kept } = await fetchFiles([file], options(), platform(models, []).platform);
    expectContent(files.get("weights.bin"));
    expect(kept).toBe(true);
    expect(touch).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(writer).not.toHaveBeenCalled();
    expect(touch).toHaveBeenCalledExactlyOnceWith(file.sha256);
  });

  it("resumes where two cuts stopped it, and moves no byte twice", async () => {
    const models = new MemoryModels();
    const { platform: p, asked } = platform(models, [
      (from) => good(from, 300_000),
      (from) => good(from, 200_000),
      (from) => good(from),
    ]);
    expectContent((await fetchFiles([file], options(), p)).files.get("weights.bin"));
    expect(asked).toEqual([null, "bytes=300000-", "bytes=500000-"]);
  });

  it("resumes what an earlier visit stored, and counts it as cached", async () => {
    const models = new MemoryModels();
    models.put(file, content.slice(0, 400_000), false);
    const { platform: p, asked } = platform(models, [(from) => good(from)]);
    const progress: number[][] = [];
    const onProgress = (...numbers: number[]) => progress.push(numbers);
    expectContent(
      (await fetchFiles([file], { ...options(), onProgress }, p)).files.get("weights.bin"),
    );
    expect(asked).toEqual(["bytes=400000-"]);
    expect(progress.at(-1)).toEqual([file.bytes, file.bytes, 400_000]);
  });

  const otherRange: Answer = () =>
    new Response(stream(content.slice(5)), {
      status: 206,
      headers: { "Content-Range": `bytes 5-${file.bytes - 1}/${file.bytes}` },
    });
  it.each<[string, Answer]>([
    ["ignores ranges (200)", () => good(0)],
    ["refuses the range (416)", (from) => (from > 0 ? new Response("", { status: 416 }) : good(0))],
    ["answers with another range", (from, range) => (from > 0 ? otherRange(from, range) : good(0))],
  ])("starts over when the server %s", async (_what, answer) => {
    const models = new MemoryModels();
    models.put(file, content.slice(0, 400_000), false);
    const { platform: p } = platform(models, [answer]);
    expectContent((await fetchFiles([file], options(), p)).files.get("weights.bin"));
    expect(models.records.get(file.sha256)?.complete).toBe(true);
  });

  it.each([
    ["a stored file", true, content.byteLength],
    ["a stored part", false, 400_000],
  ])("heals %s with a flipped byte", async (_what, complete, length) => {
    const models = new MemoryModels();
    const broken = content.slice(0, length);
    broken[1000] = (broken[1000] ?? 0) ^ 1;
    models.put(file, broken, complete);
    const { platform: p, asked } = platform(models, [(from) => good(from)]);
    const { files, kept } = await fetchFiles([file], options(), p);
    expectContent(files.get("weights.bin"));
    expect(kept).toBe(true);
    expect(asked.at(-1)).toBeNull();
    const stored = models.chunks.get(file.sha256) ?? [];
    expectContent(new Uint8Array(stored.flatMap((chunk) => [...chunk])).buffer);
  });
});

describe("a server that sends something else", () => {
  const flipped = content.slice();
  flipped[650_000] = (flipped[650_000] ?? 0) ^ 128;
  const page = "<!DOCTYPE html><title>Not found</title>";
  const type = (value: string) => ({ headers: { "Content-Type": value } });
  it.each<[string, Answer, AppError["code"]]>([
    ["a flipped byte", (from) => good(from, undefined, flipped), "download-corrupt"],
    [
      "an HTML page",
      () => new Response(page, type("text/html; charset=utf-8")),
      "download-corrupt",
    ],
    [
      "an HTML page under a false name",
      () => new Response(stream(new TextEncoder().encode(page))),
      "download-corrupt",
    ],
    [
      "a shorter file",
      (from) => good(from, undefined, content.slice(0, 600_000)),
      "download-corrupt",
    ],
    [
      "more bytes than the card says",
      () => new Response(stream(new Uint8Array([...content, 1]))),
      "download-corrupt",
    ],
    ["404", () => new Response("", { status: 404 }), "download-failed"],
    ["503 for ever", () => new Response("", { status: 503 }), "download-failed"],
    ["nothing", down, "offline"],
  ])("%s: the file is neither handed over nor kept", async (_what, answer, code) => {
    const models = new MemoryModels();
    const { platform: p } = platform(models, [answer]);
    await expect(fetchFiles([file], options(), p)).rejects.toMatchObject({ code });
    expect(models.records.size).toBe(0);
  });

  it("names what arrived and what was wanted when the network stays away", async () => {
    const models = new MemoryModels();
    const { platform: p, pausesMs } = platform(models, [(from) => good(from, 300_000), down]);
    await expect(fetchFiles([file], options(), p)).rejects.toMatchObject({
      code: "offline",
      details: { url, receivedBytes: 300_000, totalBytes: file.bytes },
    });
    expect(pausesMs.length).toBe(3);
    expect(models.records.get(file.sha256)).toMatchObject({
      receivedBytes: 300_000,
      complete: false,
    });
  });
});

describe("what is kept", () => {
  it("nothing, and it says so, when storage is full", async () => {
    const models = new MemoryModels();
    models.roomBytes = 300_000;
    const { platform: p } = platform(models, [(from) => good(from)]);
    const { files, kept } = await fetchFiles([file], options(), p);
    expectContent(files.get("weights.bin"));
    expect(kept).toBe(false);
    expect(models.records.size).toBe(0);
  });

  it("nothing, and it says so, without storage", async () => {
    const { platform: p } = platform(undefined, [(from) => good(from)]);
    const { files, kept } = await fetchFiles([file], options(), p);
    expectContent(files.get("weights.bin"));
    expect(kept).toBe(false);
  });

  it("what arrived before it was cancelled", async () => {
    const models = new MemoryModels();
    const controller = new AbortController();
    const { platform: p } = platform(models, [(from) => good(from)]);
    const onProgress = (loadedBytes: number): void => {
      if (loadedBytes >= 320_000) controller.abort();
    };
    const fetching = fetchFiles(
      [file],
      { signal: controller.signal, onProgress },
      {
        ...p,
        // As the platform does: a cancelled request breaks its stream.
        fetch: async (address, init) => {
          const response = await p.fetch(address, init);
          const { signal } = init;
          const cancelled = new TransformStream({
            transform(part, out) {
              if (signal?.aborted) out.error(signal.reason);
              else out.enqueue(part);
            },
          });
          return new Response(response.body?.pipeThrough(cancelled), response);
        },
      },
    );
    await expect(fetching).rejects.toMatchObject({ name: "AbortError" });
    const { receivedBytes, complete } = models.records.get(file.sha256) ?? {};
    expect(complete).toBe(false);
    expect(receivedBytes).toBeGreaterThanOrEqual(320_000);
    expect(receivedBytes).toBeLessThan(file.bytes);
  });
});
