import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, reportWhere, test } from "./support/app.ts";

/** A server and a UDP socket that write down whatever reaches them. */
async function listen(): Promise<{
  origin: string;
  udpPort: number;
  arrived: string[];
  close(): void;
}> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.end("received");
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const udp = createSocket("udp4");
  udp.on("message", () => arrived.push("UDP packet"));
  await new Promise<void>((ready) => udp.bind(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    udpPort: udp.address().port,
    arrived,
    close: () => {
      server.closeAllConnections();
      server.close();
      udp.close();
    },
  };
}

/** Every way out of a page but navigation, tried from inside; settles when the browser has answered. */
function tryToLeave(page: Page, origin: string, udpPort: number): Promise<void> {
  return page.evaluate(
    async ({ origin, udpPort }) => {
      const settled = (target: EventTarget, ...names: string[]): Promise<unknown> =>
        Promise.race(
          names.map((name) => new Promise((done) => target.addEventListener(name, done))),
        );
      const tries: Promise<unknown>[] = [];
      tries.push(fetch(`${origin}/fetch`, { method: "POST", body: "picture" }).catch(() => 0));
      tries.push(fetch(`${origin}/no-cors`, { mode: "no-cors" }).catch(() => 0));
      navigator.sendBeacon(`${origin}/beacon`, "picture");
      try {
        tries.push(settled(new WebSocket(origin.replace("http", "ws")), "error", "close", "open"));
      } catch {
        // Some browsers refuse a WebSocket by throwing.
      }
      const events = new EventSource(`${origin}/events`);
      tries.push(settled(events, "error", "open"));
      const image = new Image();
      tries.push(settled(image, "error", "load"));
      image.src = `${origin}/image.png?picture`;
      for (const rel of ["stylesheet", "prefetch", "preload", "modulepreload", "dns-prefetch"]) {
        const link = document.createElement("link");
        link.rel = rel;
        if (rel === "preload") link.as = "image";
        link.href = `${origin}/${rel}`;
        document.head.append(link);
      }
      const script = document.createElement("script");
      tries.push(settled(script, "error", "load"));
      script.src = `${origin}/script.js`;
      document.head.append(script);
      const frame = document.createElement("iframe");
      frame.src = `${origin}/frame`;
      document.body.append(frame);
      const form = document.createElement("form");
      form.action = `${origin}/form`;
      form.method = "post";
      form.target = "elsewhere";
      document.body.append(form);
      form.submit();
      const media = document.createElement("video");
      tries.push(settled(media, "error", "loadeddata"));
      media.src = `${origin}/video.webm`;
      try {
        const peer = new RTCPeerConnection({
          iceServers: [{ urls: `stun:127.0.0.1:${udpPort}` }],
        });
        peer.createDataChannel("picture");
        await peer.setLocalDescription(await peer.createOffer());
        tries.push(
          new Promise((done) => {
            peer.addEventListener("icegatheringstatechange", () => {
              if (peer.iceGatheringState === "complete") done(0);
            });
          }),
        );
      } catch {
        // Refused outright: as good as it gets.
      }
      const limit = new Promise((done) => setTimeout(done, 5000));
      await Promise.race([Promise.allSettled(tries), limit]);
      events.close();
      frame.remove();
      form.remove();
    },
    { origin, udpPort },
  );
}

test("nothing of the page reaches anyone else, and the ledger names the refusals", async ({
  open,
}) => {
  const listener = await listen();
  try {
    const { page } = await open({ query: "task=detect&source=sample&start" });
    await reportWhere(page, "a running session", ({ result }) => result !== null);
    await tryToLeave(page, listener.origin, listener.udpPort);
    const report = await reportWhere(
      page,
      "refusals in the ledger",
      ({ network }) => network.foreignRequests >= 5,
    );
    expect(listener.arrived).toEqual([]);
    expect(report.guards).toBeTruthy();
    expect(JSON.stringify(report.network)).toContain("/image.png");
  } finally {
    listener.close();
  }
});

test("the worker, which holds the pictures, cannot send either", async ({ open }) => {
  const listener = await listen();
  try {
    const { page } = await open({ query: "task=detect&source=sample&start" });
    await reportWhere(page, "a running session", ({ result }) => result !== null);
    // The threads of an engine wait inside its wasm for work: no event, and no question, reaches them.
    const all = page.workers();
    const threads = all.filter((worker) =>
      /\/engines\/|\/litert-thread-/.test(new URL(worker.url()).pathname),
    );
    const own = all.filter((worker) => !threads.includes(worker));
    for (const worker of own) {
      const outcome = await worker.evaluate(
        (address) =>
          Promise.allSettled([
            fetch(`${address}/worker`, { method: "POST", body: "picture" }),
            fetch(`${address}/worker-no-cors`, { mode: "no-cors" }),
          ]).then((results) => results.map(({ status }) => status)),
        listener.origin,
      );
      expect(outcome).toEqual(["rejected", "rejected"]);
    }
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(listener.arrived).toEqual([]);
  } finally {
    listener.close();
  }
});

test("a navigation elsewhere does not leave, where the browser has an allowlist", async ({
  open,
}) => {
  const listener = await listen();
  try {
    const { page } = await open();
    const refused = page.waitForEvent("requestfailed", { timeout: 10_000 }).catch(() => undefined);
    await page
      .evaluate((address) => {
        location.href = `${address}/navigation?picture`;
      }, listener.origin)
      .catch(() => undefined);
    await refused;
    expect(listener.arrived).toEqual([]);
  } finally {
    listener.close();
  }
});
