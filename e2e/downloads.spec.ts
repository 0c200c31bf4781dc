import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { expect, reportWhere, type StoryServer, test } from "./support/app.ts";

const query = "task=detect&source=sample&start&engine=litert";

/** The prepared weights of the detector, by its card. */
function detectorWeights(): { path: string; bytes: Buffer } {
  const card = JSON.parse(readFileSync("models/centernet-512.json", "utf8")) as {
    variants: { files: { name: string; sha256: string; bytes: number }[] }[];
  };
  // Its variant for LiteRT; of its files the largest.
  const [file] = card.variants[0]?.files.toSorted((a, b) => b.bytes - a.bytes) ?? [];
  if (!file) throw new Error("the detector's card names no file");
  const bytes = readFileSync(`dist/models/${file.sha256}`);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
  return { path: `/models/${file.sha256}`, bytes };
}

type Spoil = (bytes: Buffer) => { body: Buffer; type: string };

const spoiled: Readonly<Record<string, Spoil>> = {
  "a flipped byte": (bytes) => {
    const body = Buffer.from(bytes);
    body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
    return { body, type: "application/octet-stream" };
  },
  "an HTML page": () => ({
    body: Buffer.from("<!doctype html><title>Welcome to the hotel network</title>"),
    type: "text/html",
  }),
  "a file that is too short": (bytes) => ({
    body: bytes.subarray(0, bytes.length - 100),
    type: "application/octet-stream",
  }),
};

for (const [name, spoil] of Object.entries(spoiled)) {
  test(`${name} in place of the weights is never kept, and the next try heals`, async ({
    open,
    server,
  }) => {
    const { path, bytes } = detectorWeights();
    const { body, type } = spoil(bytes);
    server.fault = (request, response) => {
      if (request.url !== path) return false;
      response.writeHead(200, { "Content-Type": type, "Content-Length": body.length }).end(body);
      return true;
    };
    const { page } = await open({ query });
    await expect(page.getByTestId("error")).toHaveAttribute("data-code", "download-corrupt");
    await expect(page.getByTestId("status")).toHaveAttribute("data-state", "failed");
    const failed = await reportWhere(page, "a report", () => true);
    expect(
      failed.store.filter(({ sha256, complete }) => path.endsWith(sha256) && complete),
    ).toEqual([]);

    server.fault = undefined;
    await page.getByTestId("error").getByRole("button").first().click();
    await reportWhere(page, "things after healing", ({ result }) =>
      Boolean(result?.detections.length),
    );
  });
}

/**
 * Sends bytes at the pace of a network, not of this machine's memory. What a browser has not read when a
 * connection breaks is lost, and only a network slower than the reader shows what the app itself loses.
 */
async function trickle(bytes: Buffer, response: ServerResponse): Promise<void> {
  for (let at = 0; at < bytes.length; at += 32_768) {
    response.write(bytes.subarray(at, at + 32_768));
    await setTimeout(20);
  }
  await setTimeout(500);
}

/** Cuts the connection twice, each time after a third of the file; returns a counter of bytes sent. */
function cutTwice(server: StoryServer, path: string, bytes: Buffer): () => number {
  let sent = 0;
  let cuts = 0;
  server.fault = (request, response) => {
    if (request.url !== path) return false;
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const rest = bytes.subarray(from);
    const cut = cuts < 2;
    const part = cut ? rest.subarray(0, Math.floor(bytes.length / 3)) : rest;
    response.writeHead(from > 0 ? 206 : 200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": rest.length,
      "Accept-Ranges": "bytes",
      ...(from > 0 ? { "Content-Range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    sent += part.length;
    if (!cut) {
      response.end(part);
      return true;
    }
    cuts += 1;
    void trickle(part, response).then(() => request.socket.end());
    return true;
  };
  return () => sent;
}

test("a download that is cut twice goes on where it was", async ({ open, server }) => {
  const { path, bytes } = detectorWeights();
  const sent = cutTwice(server, path, bytes);
  const { page } = await open({ query });
  await reportWhere(page, "things", ({ result }) => Boolean(result?.detections.length));
  expect(sent()).toBeLessThanOrEqual(1.05 * bytes.length);
});

test("offline on a first visit: the app says so and goes on when the network is back", async ({
  open,
  server,
}) => {
  server.fault = (request) => {
    if (!request.url?.startsWith("/models/")) return false;
    request.socket.destroy();
    return true;
  };
  const { page } = await open({ query });
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "offline");
  server.fault = undefined;
  await page.getByTestId("error").getByRole("button").first().click();
  await reportWhere(page, "things", ({ result }) => Boolean(result?.detections.length));
});

test("storage limited by the browser: the model runs, is not kept, and the app says so", async ({
  open,
  server,
}) => {
  const { page, context } = await open();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", {
    origin: server.url,
    quotaSize: 1_000_000,
  });
  await page.getByTestId("source-sample").first().click();
  const report = await reportWhere(page, "things", ({ result }) =>
    Boolean(result?.detections.length),
  );
  expect(report.store.some(({ complete, bytes }) => complete && bytes > 1_000_000)).toBe(false);
  await expect(page.getByTestId("not-kept").first()).toBeVisible();
});
