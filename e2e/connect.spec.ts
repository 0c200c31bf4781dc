import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "../scripts/certificate.ts";
import { expect, reportWhere, test } from "./support/app.ts";
import { colourClassifier } from "./support/tiny-onnx.ts";
import { violations } from "./support/violations.ts";

const trusting = ["--ignore-certificate-errors"];
const model = colourClassifier();

/** Another origin over HTTPS, which answers as a story wants it. */
async function elsewhere(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ origin: string; close(): void }> {
  const server = createServer(await makeCertificate(["127.0.0.1"]), answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const open = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "range" };

test("a model is fetched by address with its size known first, goes on after a cut, and is brought", async ({
  open: openApp,
  server,
}) => {
  let cuts = 1;
  const ranges: (string | undefined)[] = [];
  // As hubs do it: one address for what is newest, and its file with another server.
  const hub = await elsewhere((_, response) => {
    response.writeHead(302, { ...open, Location: `${other.origin}/files/colours.onnx` }).end();
  });
  const other = await elsewhere((request, response) => {
    if (request.method === "OPTIONS") {
      response.writeHead(204, open).end();
      return;
    }
    const { range } = request.headers;
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    const rest = model.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { ...open, "Content-Length": rest.length });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    ranges.push(range);
    if (cuts === 0) {
      response.end(rest);
      return;
    }
    cuts -= 1;
    response.write(rest.subarray(0, 100), () => setTimeout(() => response.destroy(), 300));
  });
  const { page } = await openApp({ flags: trusting, query: "place=models" });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.goto(`${server.url}/connect.html`);
  await page.getByTestId("address").fill(`${hub.origin}/latest`);
  await page.getByTestId("look").click();
  const status = page.getByTestId("status");
  await expect(status).toHaveAttribute("data-code", "found");
  await expect(status).toContainText(`${model.length} B`);
  await expect(status).toContainText(`${other.origin}/files/colours.onnx`);
  await page.getByTestId("fetch").click();
  await expect(status).toHaveAttribute("data-code", "cut");
  await page.getByTestId("go-on").click();
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
  expect(ranges).toEqual([undefined, "bytes=100-"]);
  await page.getByTestId("model-accept").click();
  await expect(page.getByTestId("brought-models")).toContainText(`${hub.origin}/latest`);
  hub.close();
  other.close();
});

test("a server that gives no model is told by what it does", async ({ open: openApp, server }) => {
  let answer: (response: ServerResponse) => unknown = () => undefined;
  const other = await elsewhere((_, response) => void answer(response));
  const { page } = await openApp({ flags: trusting });
  await page.goto(`${server.url}/connect.html`);
  await page.getByTestId("address").fill(`${other.origin}/model.onnx`);
  const look = async (code: string): Promise<void> => {
    await page.getByTestId("look").click();
    await expect(page.getByTestId("status")).toHaveAttribute("data-code", code);
  };
  const answers: readonly (readonly [string, typeof answer])[] = [
    ["cors", (response) => response.end(model)],
    [
      "html",
      (response) =>
        response.writeHead(200, { ...open, "Content-Type": "text/html" }).end("<!doctype html>"),
    ],
    ["not-found", (response) => response.writeHead(404, open).end()],
    ["forbidden", (response) => response.writeHead(401, open).end()],
    ["empty", (response) => response.writeHead(200, { ...open, "Content-Length": 0 }).end()],
  ];
  for (const [code, one] of answers) {
    answer = one;
    await look(code);
  }
  other.close();
  await look("unreachable");
});

test("the document that reaches others has no camera, and the one with the camera reaches nobody", async ({
  open: openApp,
  server,
}) => {
  let arrived = 0;
  const other = await elsewhere((_, response) => {
    arrived += 1;
    response.writeHead(200, open).end("read");
  });
  const camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  const { page } = await openApp({ flags: [...trusting, ...camera] });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const leaves = (origin: string) =>
    page.evaluate(
      (address) =>
        fetch(address).then(
          () => true,
          () => false,
        ),
      origin,
    );
  expect(await leaves(other.origin)).toBe(false);
  expect(arrived).toBe(0);
  await page.goto(`${server.url}/connect.html`);
  const given = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => "given",
      (error: Error) => error.name,
    ),
  );
  expect(given).toBe("NotAllowedError");
  // Not even this document does, unless it has said so to the service worker just before.
  expect(await leaves(other.origin)).toBe(false);
  expect(arrived).toBe(0);
  await page.goto(`${server.url}/?debug`);
  expect(await leaves(other.origin)).toBe(false);
  const report = await reportWhere(
    page,
    "the refusals",
    ({ network }) => network.foreignRequests > 0,
  );
  expect(report.network.foreignRequests).toBeGreaterThan(0);
  other.close();
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`fetching by address has no accessibility violation (${colorScheme})`, async ({
    open: openApp,
    server,
  }) => {
    const { page } = await openApp({ colorScheme, viewport: { width: 390, height: 844 } });
    await page.goto(`${server.url}/connect.html`);
    await page.getByTestId("address").fill("no address");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("status")).toHaveAttribute("data-code", "not-an-address");
    expect(await violations(page)).toEqual([]);
  });
}
