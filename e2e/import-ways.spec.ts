import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { onnxClassifier, tfjsLayers } from "#model-kit/test-models";
import { expect, reportWhere, test } from "./support/app.ts";
import { bring, imported, letGo } from "./support/bring.ts";
import { oneColour } from "./support/one-colour.ts";
import { colourClassifier } from "./support/tiny-onnx.ts";

/** Writes files into a folder of a story's own. */
function folderOf(path: string, files: readonly { name: string; bytes: Uint8Array }[]): string {
  mkdirSync(path, { recursive: true });
  for (const { name, bytes } of files) writeFileSync(join(path, name), bytes);
  return path;
}

const text = (words: string) => new TextEncoder().encode(words);

test("a folder, chosen or dropped, and a plain ZIP of one are read as the model in them", async ({
  open,
}, info) => {
  const { page, context } = await open({ query: "place=models" });
  const ran = () =>
    imported(page, "engines that ran", ({ state, engines }) => {
      return state === "proposed" && engines.some(({ ok }) => ok);
    });
  const found = page.getByTestId("model-found");

  await test.step("a chosen folder of TF.js layers, with what lies about in one", async () => {
    const files = [...tfjsLayers(), { name: "README.md", bytes: text("# A model") }];
    const folder = folderOf(info.outputPath("teachable"), files);
    await page.getByTestId("model-folder").setInputFiles(folder);
    expect(await ran()).toMatchObject({ format: "tfjs", task: "classify" });
    await expect(found).toContainText(/^[a-e] \d+%/);
    await letGo(page);
  });

  await test.step("a dropped folder with a model, its data beside it, and labels", async () => {
    const files = [
      ...onnxClassifier({ weights: "external" }),
      { name: "labels.txt", bytes: text("ant\nbee\ncat\ndog\nelk\n") },
    ];
    const folder = folderOf(info.outputPath("dropped"), files);
    const devtools = await context.newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await devtools.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
    }
    expect(await ran()).toMatchObject({ format: "onnx", task: "classify" });
    await expect(found).toContainText(/^(ant|bee|cat|dog|elk) \d+%/);
    await letGo(page);
  });

  await test.step("a ZIP with a folder in it", async () => {
    const entries = onnxClassifier({ weights: "external" }).map(
      ({ name, bytes }) => [`network/${name}`, bytes] as const,
    );
    const bytes = zipSync({ ...Object.fromEntries(entries), "network/notes.txt": text("none") });
    const { format, engines } = await bring(page, [{ name: "network.zip", bytes }]);
    expect(format).toBe("onnx");
    expect(engines[0]).toMatchObject({ ok: true });
  });
});

test("a model that another app shares is read and tried", async ({ open, server }) => {
  const { page: first, context } = await open();
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const page = await context.newPage();
  // The app's own policy lets it post nowhere: the OS does.
  await page.setContent(`
    <form method="post" enctype="multipart/form-data" action="${server.url}/share">
      <input type="file" name="files"><button>Share</button>
    </form>`);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "colours.onnx", mimeType: "", buffer: colourClassifier() });
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
  await expect(page.getByTestId("model-title")).toHaveValue(/colours/i);
});

test("a model that the OS opens with the app is read and tried", async ({ open }) => {
  const { page } = await open({
    query: "place=models",
    // A headless browser is never started with a file: its queue of starts is replaced by one of that shape.
    before: `
      const params = (async () => {
        const root = await navigator.storage.getDirectory();
        const handle = await root.getFileHandle("opened.onnx", { create: true });
        const writable = await handle.createWritable();
        const bytes = atob("${colourClassifier().toString("base64")}");
        await writable.write(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
        await writable.close();
        return { files: [handle], targetURL: location.href };
      })();
      Object.defineProperty(window, "launchQueue", {
        value: { setConsumer: (consumer) => void params.then(consumer) },
      });`,
  });
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
});

test("a model that was kept sees through the live camera, and its correction holds there", async ({
  open,
}) => {
  const camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  const { page } = await open({ flags: camera, query: "place=models&source=camera" });
  // This camera shows a green ground, which the wrong names call blue.
  await bring(page, [{ name: "colours.onnx", bytes: colourClassifier(["red", "blue", "green"]) }]);
  const labels = { name: "labels.txt", mimeType: "text/plain" };
  await page
    .getByTestId("model-labels")
    .setInputFiles({ ...labels, buffer: Buffer.from("red\ngreen\nblue\n") });
  await expect(page.getByTestId("model-found")).toContainText("red");
  await page.getByTestId("model-accept").click();
  await page.getByTestId("model-run").click();
  const status = page.getByTestId("status");
  await expect(status).toHaveAttribute("data-state", /idle|loading|running/);
  if ((await status.getAttribute("data-state")) === "idle") await page.getByTestId("start").click();
  await expect(status).toHaveAttribute("data-state", "running");
  await expect(page.getByTestId("words").filter({ visible: true }).first()).toContainText("green");
});

test("a kept model of TF.js layers runs after a reload without a network", async ({
  open,
  server,
}) => {
  const first = await open({ query: "place=models" });
  await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const { model } = await bring(first.page, tfjsLayers());
  await first.page.getByTestId("model-accept").click();
  await expect(first.page.getByTestId("model-ready")).toBeVisible();
  // What turned its layers into a graph is code of the engine, and kept with it.
  const keptWasm = () =>
    first.page.evaluate(async () => {
      const found = await caches.match("engines/tfjs/tfjs-backend-wasm-simd.wasm", {
        ignoreSearch: true,
      });
      return found !== undefined;
    });
  await expect.poll(keptWasm).toBe(true);
  await first.close();
  await server.close();

  const second = await open({ query: `task=classify&model=${model}&source=files` });
  const picture = { name: "red.png", mimeType: "image/png", buffer: oneColour(220, 20, 30) };
  await second.page.getByTestId("file-input").setInputFiles(picture);
  const { engine, results } = await reportWhere(
    second.page,
    "a result",
    (report) => report.results.length > 0,
  );
  expect(engine).toBe("tfjs");
  expect(results[0]?.result).toMatchObject({
    classes: expect.arrayContaining([
      { label: expect.stringMatching(/^[a-e]$/), score: expect.any(Number) },
    ]),
  });
});
