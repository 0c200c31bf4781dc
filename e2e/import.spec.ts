import type { Locator, Page } from "@playwright/test";
import { overlap } from "#shared";
import { expect, reportWhere, test } from "./support/app.ts";
import { imported } from "./support/bring.ts";
import { oneColour } from "./support/one-colour.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";
import { colourClassifier } from "./support/tiny-onnx.ts";
import { violations } from "./support/violations.ts";

const tiny = { name: "colours.onnx", mimeType: "", buffer: colourClassifier() };
const redPicture = { name: "red.png", mimeType: "image/png", buffer: oneColour(220, 20, 30) };

/** Brings the small classifier and keeps it, corrected where a story wants it; answers with its id. */
async function bringTiny(page: Page, correct?: () => Promise<void>): Promise<string> {
  await page.getByTestId("model-input").setInputFiles(tiny);
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
  await correct?.();
  await page.getByTestId("model-accept").click();
  return (await imported(page, "a kept model", ({ state }) => state === "ready")).model;
}

async function bestClass(page: Page): Promise<string | undefined> {
  await page.getByTestId("file-input").setInputFiles(redPicture);
  const { results } = await reportWhere(page, "a result", (report) => report.results.length > 0);
  const result = results[0]?.result as unknown as { classes: { label: string }[] } | undefined;
  return result?.classes[0]?.label;
}

async function keptEngineFiles(): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      if (/engine-onnx|\/engines\/onnx\//.test(url)) addresses.push(url);
    }
  }
  return addresses;
}

/** Presses by keyboard: the diagnostics may lie over what a pointer would hit. */
async function press(button: Locator): Promise<void> {
  await button.focus();
  await button.press("Enter");
}

test("a dropped model is read, proposed, tried and kept, and runs by its address on pictures", async ({
  open,
  server,
}) => {
  const { page } = await open({ query: "place=models" });
  await page.getByTestId("model-input").setInputFiles(tiny);
  const proposed = await imported(page, "engines that ran", ({ state, engines }) => {
    return state === "proposed" && engines.some(({ ok }) => ok);
  });
  expect(proposed).toMatchObject({
    format: "onnx",
    task: "classify",
    decoder: "classify",
    preprocessing: { width: 16, channels: "RGB" },
  });
  expect(proposed.engines[0]).toMatchObject({ engine: "onnx", backend: "wasm", ok: true });
  await page.getByTestId("model-accept").click();
  const { model } = await imported(page, "a kept model", ({ state }) => state === "ready");

  await page.goto(`${server.url}/?task=classify&model=${model}&source=files&debug`);
  expect(await bestClass(page)).toBe("red");
});

test("a kept model is here after a reload without a network, and runs", async ({
  open,
  server,
}) => {
  const first = await open({ query: "place=models" });
  await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const model = await bringTiny(first.page);
  // The engine that tried it is kept as well: its code, and its wasm.
  await expect
    .poll(() => first.page.evaluate(keptEngineFiles))
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/engine-onnx-.*\.js/),
        expect.stringMatching(/\.wasm\b/),
      ]),
    );
  await first.close();
  await server.close();

  const second = await open({ query: `task=classify&model=${model}&source=files` });
  expect(await bestClass(second.page)).toBe("red");
  await second.page.getByTestId("place-models").click();
  await expect(second.page.getByTestId(`model-${model}`)).toBeVisible();
});

test("a wrong guess is corrected while the preview shows what it does, and the correction stays", async ({
  open,
  server,
}) => {
  const { page } = await open({ query: "place=models" });
  const model = await bringTiny(page, async () => {
    await page.getByTestId("model-picture").setInputFiles(redPicture);
    await expect(page.getByTestId("model-found")).toContainText("red");
    await page.getByTestId("model-channels").selectOption("BGR");
    await expect(page.getByTestId("model-found")).toContainText("blue");
    await page.getByTestId("model-title").fill("Colours, other way round");
  });
  await expect(page.getByTestId(`model-${model}`)).toContainText("Colours, other way round");
  await page.goto(`${server.url}/?task=classify&model=${model}&source=files&debug`);
  expect(await bestClass(page)).toBe("blue");
});

test("labels that are chosen beside it win over the model's own", async ({ open }) => {
  const { page } = await open({ query: "place=models" });
  await page.getByTestId("model-input").setInputFiles(tiny);
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
  const labels = {
    name: "labels.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("rot\ngrün\nblau\n"),
  };
  await page.getByTestId("model-labels").setInputFiles(labels);
  await expect(page.getByTestId("model-found")).toContainText("blau");
});

const whole = colourClassifier();
const unusable = [
  ["cut.onnx", whole.subarray(0, 200), "truncated"],
  ["page.onnx", Buffer.from("<!doctype html><html></html>"), "html-instead-of-model"],
  ["other.tflite", whole, "mislabelled"],
  ["notes.txt", Buffer.from("This is no model at all."), "unknown-format"],
  [
    "pointer.onnx",
    Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
    "pointer-instead-of-model",
  ],
  ["broken.zip", Buffer.from("PK\u0003\u0004 and no more"), "bad-zip"],
] as const;

test("files that are cut short, of another kind or damaged are refused in clear words, and the next one runs", async ({
  open,
}) => {
  const { page } = await open({ query: "place=models" });
  for (const [name, bytes, code] of unusable) {
    await test.step(name, async () => {
      await page.getByTestId("model-input").setInputFiles({ name, mimeType: "", buffer: bytes });
      const refused = page.getByTestId("model-refused");
      await expect(refused).toHaveAttribute("data-code", code);
      await expect(refused).toContainText(name);
      await imported(page, code, (part) => part.state === "refused" && part.code === code);
    });
  }
  await page.getByTestId("model-input").setInputFiles(tiny);
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
});

test("a model goes out as one file, is deleted, and comes back as it was", async ({
  open,
  server,
}, info) => {
  const { page } = await open({ query: "place=models" });
  const model = await bringTiny(page, () => page.getByTestId("model-title").fill("Mine"));
  const row = page.getByTestId(`model-${model}`);
  const stored = async () => {
    return page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("localens");
        request.onsuccess = () => resolve(request.result);
      });
      const read = (name: string) =>
        new Promise<unknown[]>((resolve) => {
          const request = database.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve(request.result);
        });
      const cards = (await read("brought")).map((record) => (record as { card: unknown }).card);
      const files = (await read("files")).map((file) => (file as { sha256: string }).sha256);
      database.close();
      return { cards, files };
    });
  };
  const before = await stored();
  expect(before.cards).toHaveLength(1);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    press(row.getByTestId("shelf-export")),
  ]);
  expect(download.suggestedFilename()).toBe(`${model}.localens.zip`);
  const path = info.outputPath("model.localens.zip");
  await download.saveAs(path);

  await press(row.getByTestId("shelf-delete"));
  await press(row.getByTestId("shelf-delete-yes"));
  await expect(row).toHaveCount(0);
  expect(await stored()).toEqual({ cards: [], files: [] });

  await page.getByTestId("model-input").setInputFiles(path);
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
  await page.getByTestId("model-accept").click();
  await expect(row).toContainText("Mine");
  expect(await stored()).toEqual(before);
  await page.goto(`${server.url}/?task=classify&model=${model}&source=files&debug`);
  expect(await bestClass(page)).toBe("red");
});

test("a model is renamed and duplicated, and a copy's deletion leaves the files to the other", async ({
  open,
}) => {
  const { page } = await open({ query: "place=models" });
  const model = await bringTiny(page);
  const row = page.getByTestId(`model-${model}`);
  await press(row.getByTestId("shelf-rename"));
  await row.getByTestId("shelf-title").fill("Paints");
  await press(row.getByTestId("shelf-save"));
  await expect(row).toContainText("Paints");
  await press(row.getByTestId("shelf-duplicate"));
  const copy = page.getByTestId(`model-${model}-2`);
  await expect(copy).toContainText("Paints 2");
  await press(row.getByTestId("shelf-delete"));
  await press(row.getByTestId("shelf-delete-yes"));
  await expect(row).toHaveCount(0);
  await press(copy.getByTestId("shelf-run"));
  await expect(page.getByTestId("choose-model").filter({ visible: true }).first()).toHaveValue(
    `${model}-2`,
  );
});

test("a model dropped on the live view is taken to the models", async ({ open }) => {
  const { page } = await open();
  await expect(page.getByTestId("source-sample").first()).toBeVisible();
  const data = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], "dropped.onnx"));
      return transfer;
    },
    [...tiny.buffer],
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await expect(page.getByTestId("model-found")).toHaveAttribute("data-at", "shown");
});

test("a model's task without the model says what is needed", async ({ open }) => {
  const { page } = await open({ query: "task=classify&model=gone&source=sample&start" });
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "model-needed");
});

test("the models have no accessibility violation on phones and laptops, in both schemes", async ({
  open,
}) => {
  const { page } = await open({ query: "place=models" });
  const everywhere = async (what: string): Promise<void> => {
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 1440, height: 900 },
    ]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), `${what}, ${viewport.width}, ${colorScheme}`).toEqual([]);
      }
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, `${what}, ${viewport.width}`).toBe(0);
    }
  };
  await expect(page.getByTestId("model-choose")).toBeVisible();
  await everywhere("empty");
  await page.getByTestId("model-input").setInputFiles(tiny);
  await expect(page.getByTestId("model-proposal")).toHaveAttribute("data-busy", "false");
  await everywhere("a proposal");
  await page.getByTestId("model-accept").click();
  await expect(page.getByTestId("model-ready")).toBeVisible();
  await everywhere("the list");
});

test("a foreign detector finds what was recorded of it", async ({ open, server }) => {
  test.skip(!hasSharedData, noSharedData);
  const { page } = await open({ query: "place=models" });
  await page.getByTestId("model-input").setInputFiles(shared("models/onnx/yolox_nano_416.onnx"));
  const proposed = await imported(page, "engines that ran", ({ state, engines }) => {
    return state === "proposed" && engines.some(({ ok }) => ok);
  });
  expect(proposed).toMatchObject({ task: "detect", decoder: "yolox" });
  expect(proposed.preprocessing).toMatchObject({ channels: "BGR", fit: "letterbox-top-left" });
  await page.getByTestId("model-accept").click();
  const { model } = await imported(page, "a kept model", ({ state }) => state === "ready");
  await page.goto(`${server.url}/?task=detect&model=${model}&source=files&debug`);
  await page
    .getByTestId("file-input")
    .setInputFiles(shared("images/tfjs-models/coco-ssd_image2.jpg"));
  const { results } = await reportWhere(page, "a result", (report) => report.results.length > 0);
  const found = results[0]?.result.detections ?? [];
  for (const [score, box] of [
    [0.94, [210, 42, 379, 331]],
    [0.82, [9, 15, 196, 338]],
  ] as const) {
    const same = found.find((one) => one.label === "dog" && overlap(one.box, box) > 0.9);
    expect(Math.abs((same?.score ?? 0) - score)).toBeLessThan(0.05);
  }
});
