import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, readReport, reportWhere, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import {
  bitPng,
  deepPng,
  given,
  movingGif,
  pngHead,
  stripesJpeg,
  turned,
} from "./support/odd-pictures.ts";
import { queueWhere } from "./support/queue.ts";
import { sampleVideo } from "./support/video-clip.ts";
import { violations } from "./support/violations.ts";

const query = "place=files&task=detect";

/** Where the tiles stand, by file name. */
async function errorsByFile(page: Page): Promise<Record<string, string>> {
  const { queue } = await readReport(page);
  const failed = queue.items.filter(({ at }) => at === "failed");
  return Object.fromEntries(
    failed.map(({ file, error }) => [file, `${error?.details.fault}: ${error?.details.is}`]),
  );
}

test("every file that is no good picture says what it is, and does not stop the rest", async ({
  open,
}) => {
  const jpeg = await stripesJpeg(320, 240);
  const png = await samplePicture(640, 360, 3000);
  const damaged = Buffer.from(png);
  damaged.fill(0x55, 200, 4000);
  const { page } = await open({ query });
  await page
    .getByTestId("file-input")
    .setInputFiles([
      given("phone.heic", "image/heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
      given("scan.tif", "image/tiff", "II*\0\x08\0\0\0\0\0"),
      given("logo.svg", "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="9"/>'),
      given("sign-in.jpg", "image/jpeg", "<!doctype html><title>Sign in</title>"),
      given("paper.png", "image/png", "%PDF-1.7\n%stuff"),
      given("letter.jpg", "image/jpeg", "this is no picture"),
      given("nothing.png", "image/png", ""),
      given("noise.jpg", "image/jpeg", "\x01\x02\x03\x04\xff\xfe"),
      given("half.jpg", "image/jpeg", jpeg.subarray(0, jpeg.length >> 1)),
      given("damaged.png", "image/png", damaged),
      given("renamed.txt", "text/plain", png),
      given("vast.png", "image/png", pngHead(40_000, 40_000)),
      given("good.png", "image/png", png),
    ]);
  await queueWhere(page, { done: 1, failed: 12, total: 13 });
  expect(await errorsByFile(page)).toEqual({
    "phone.heic": "unsupported: heic",
    "scan.tif": "unsupported: tiff",
    "logo.svg": "unsupported: svg",
    "sign-in.jpg": "not-a-picture: html",
    "paper.png": "not-a-picture: pdf",
    "letter.jpg": "not-a-picture: text",
    "nothing.png": "empty: empty",
    "noise.jpg": "not-a-picture: unknown",
    "half.jpg": "cut-off: jpeg",
    "damaged.png": "broken: png",
    "renamed.txt": "mislabelled: png",
    "vast.png": "too-large: png",
  });
  await expect(page.getByText("sign-in.jpg is a web page, not a picture.")).toBeVisible();

  await page.getByTestId("filter-failed").check({ force: true });
  await expect(page.getByTestId("tile")).toHaveCount(12);
  await page.getByTestId("filter-found").check({ force: true });
  await expect(page.getByTestId("tile")).toHaveCount(1);
});

test("odd pictures are turned, laid on white, reduced, and so small that nothing is in them", async ({
  open,
}) => {
  const sides = { width: 320, height: 240 };
  const { page } = await open({ query });
  await page
    .getByTestId("file-input")
    .setInputFiles([
      given("turned.jpg", "image/jpeg", turned(await stripesJpeg(320, 240))),
      given("deep.png", "image/png", deepPng(320, 240)),
      given("one.png", "image/png", bitPng(1, 1)),
      given("six.png", "image/png", bitPng(3, 2)),
      given("moving.gif", "image/gif", movingGif()),
      given("huge.jpg", "image/jpeg", await stripesJpeg(12_000, 9_000)),
      given("huge.png", "image/png", bitPng(12_000, 9_000)),
    ]);
  await queueWhere(page, { done: 7, failed: 0, total: 7 });
  // The worker tells of its frames once a second.
  const { queue } = await reportWhere(page, "no frame open", ({ frames }) => frames.open === 0);
  const sizes = Object.fromEntries(queue.items.map(({ file, size }) => [file, size]));
  expect(sizes).toMatchObject({
    "turned.jpg": { width: 240, height: 320 },
    "deep.png": sides,
    "one.png": { width: 1, height: 1 },
    "six.png": { width: 3, height: 2 },
    "moving.gif": { width: 16, height: 16 },
  });
  for (const name of ["huge.jpg", "huge.png"]) {
    const huge = queue.items.find(({ file }) => file === name);
    const pixels = (huge?.size?.width ?? 0) * (huge?.size?.height ?? 0);
    expect(pixels, name).toBeGreaterThan(4_000_000);
    expect(pixels, name).toBeLessThan(2 ** 24 * 1.01);
    expect(huge?.notes).toEqual([{ kind: "reduced", from: { width: 12_000, height: 9_000 } }]);
  }
  const moving = queue.items.find(({ file }) => file === "moving.gif");
  expect(moving?.notes).toEqual([{ kind: "first-frame" }]);
});

test("cancel keeps what is done, going on does the rest, and failed ones can be tried again", async ({
  open,
}) => {
  const picture = await samplePicture(640, 480, 3000);
  const { page } = await open({ query });
  const many = Array.from({ length: 16 }, (_, index) =>
    given(`street-${index}.png`, "image/png", picture),
  );
  await page
    .getByTestId("file-input")
    .setInputFiles([given("letter.jpg", "image/jpeg", "no picture"), ...many]);
  await queueWhere(page, { failed: 1 }, ({ done }) => done >= 2);
  await page.getByTestId("queue-cancel").click();
  await expect(page.getByTestId("queue")).toHaveAttribute("data-state", "stopped");
  const stopped = await queueWhere(page, { failed: 1, total: 17 });
  expect(stopped.done).toBeLessThan(16);
  // Another look at the report comes a second later: nothing went on meanwhile.
  await reportWhere(page, "a later report", ({ queue }) => queue.left === 16 - stopped.done);
  expect((await queueWhere(page, {})).done).toBe(stopped.done);

  await page.getByTestId("queue-go-on").click();
  await queueWhere(page, { done: 16, failed: 1 });
  await page.getByTestId("queue-retry").click();
  await expect(page.getByTestId("queue")).toHaveAttribute("data-state", "finished");
  await queueWhere(page, { done: 16, failed: 1 });
  await page.getByTestId("queue-clear").click();
  await expect(page.getByTestId("files-sample")).toBeVisible();
});

test("a folder gives its pictures and leaves the rest out; dropped and pasted files join the queue", async ({
  open,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "localens-folder-"));
  try {
    const picture = await samplePicture(640, 480, 3000);
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "img10.png"), picture);
    writeFileSync(join(folder, "img9.png"), picture);
    writeFileSync(join(folder, "inner", "deep.png"), picture);
    writeFileSync(join(folder, "notes.txt"), "not for the queue");
    const { page } = await open({ query });
    await page.getByTestId("folder-input").setInputFiles(folder);
    await queueWhere(page, { done: 3, failed: 0, total: 3 });
    const names = (await readReport(page)).queue.items.map(({ file }) => file);
    expect(names).toEqual(["img9.png", "img10.png", "deep.png"]);
    await expect(page.getByText("1 file of the folder is neither")).toBeVisible();

    for (const kind of ["drop", "paste"] as const) {
      await page.evaluate(
        ([kind, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], `${kind}.png`, { type: "image/png" }));
          const event =
            kind === "drop"
              ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
              : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
          document.body.dispatchEvent(event);
        },
        [kind, picture.toString("base64")] as const,
      );
    }
    await queueWhere(page, { done: 5, total: 5 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("another task, or another option, looks again by itself where files are few", async ({
  open,
}) => {
  const { page } = await open({ query });
  const picture = await samplePicture(1280, 720, 2000, "faces");
  await page.getByTestId("file-input").setInputFiles([given("people.png", "image/png", picture)]);
  await queueWhere(page, { done: 1 });
  await page.getByTestId("task-faces").click();
  await reportWhere(page, "faces", ({ queue }) => queue.items[0]?.task === "faces");
  await queueWhere(page, { done: 1 });
  const before = (await readReport(page)).results[0]?.result as unknown as { faces: unknown[] };
  expect(before.faces.length).toBeGreaterThanOrEqual(2);
  await page.getByTestId("open-options").click();
  await page.getByLabel("Score").or(page.getByLabel(/score/i)).first().fill("1");
  await reportWhere(page, "fewer faces", ({ results }) => {
    const { faces } = (results[0]?.result ?? { faces: before.faces }) as unknown as {
      faces: unknown[];
    };
    return faces.length < before.faces.length;
  });
});

test("by keyboard: through the gallery, into a picture, near it, on to the next, and back", async ({
  open,
}) => {
  const viewport = { width: 1440, height: 900 };
  const { page } = await open({ viewport, query });
  const pictures = await Promise.all(
    [3000, 9000, 15_000].map((at) => samplePicture(1280, 720, at)),
  );
  await page
    .getByTestId("file-input")
    .setInputFiles(
      pictures.map((bytes, index) => given(`street-${index}.png`, "image/png", bytes)),
    );
  await queueWhere(page, { done: 3 });
  const tiles = page.getByTestId("tile");
  await tiles.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(tiles.nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(tiles.nth(2)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  const viewer = page.getByTestId("viewer");
  await expect(viewer).toBeVisible();
  await expect(page.getByTestId("zoom-surface")).toHaveAttribute("data-ready", "true");
  await expect(viewer.getByRole("heading")).toHaveText("street-1.png");
  expect(await violations(page)).toEqual([]);

  const percent = async (): Promise<number> =>
    Number.parseInt((await page.getByTestId("zoom-percent").textContent()) ?? "", 10);
  const whole = await percent();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("+");
  await expect.poll(percent).toBeGreaterThan(whole * 2);
  // Near a picture the arrows move it.
  await page.keyboard.press("ArrowRight");
  await expect(viewer.getByRole("heading")).toHaveText("street-1.png");
  await page.keyboard.press("0");
  await expect.poll(percent).toBe(whole);
  const surface = page.getByTestId("zoom-surface");
  await surface.hover();
  await page.mouse.wheel(0, -400);
  await expect.poll(percent).toBeGreaterThan(whole * 1.5);
  await surface.dblclick();
  await expect.poll(percent).toBe(whole);
  await page.keyboard.press("ArrowRight");
  await expect(viewer.getByRole("heading")).toHaveText("street-2.png");
  await page.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);

  await tiles.first().focus();
  await page.keyboard.press("Delete");
  await queueWhere(page, { total: 2 });
  await expect(tiles.first()).toBeFocused();
});

test("pinching with two fingers goes near the picture", async ({ open }) => {
  const { page, context } = await open({ query });
  await page
    .getByTestId("file-input")
    .setInputFiles([given("street.png", "image/png", await samplePicture(1280, 720, 3000))]);
  await queueWhere(page, { done: 1 });
  await page.getByTestId("tile").click();
  await expect(page.getByTestId("zoom-surface")).toHaveAttribute("data-ready", "true");
  const box = await page.getByTestId("zoom-surface").boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  const percent = page.getByTestId("zoom-percent");
  const whole = Number.parseInt((await percent.textContent()) ?? "", 10);
  const cdp = await context.newCDPSession(page);
  const fingers = (apart: number): { x: number; y: number; id: number }[] => [
    { x: x - apart, y, id: 1 },
    { x: x + apart, y, id: 2 },
  ];
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(40) });
  for (const apart of [60, 80, 100, 120]) {
    await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(apart) });
  }
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect
    .poll(async () => Number.parseInt((await percent.textContent()) ?? "", 10) / whole)
    .toBeGreaterThan(2);
});

test("a video has its results along time, and a press goes to a moment", async ({ open }) => {
  const { page } = await open({ query });
  test.slow();
  await page
    .getByTestId("file-input")
    .setInputFiles([given("street.webm", "video/webm", await sampleVideo())]);
  await queueWhere(page, { done: 1, total: 1 });
  await page.getByTestId("tile").click();
  await expect(page.getByTestId("zoom-surface")).toHaveAttribute("data-ready", "true");
  const scrubber = page.getByTestId("scrubber");
  const frames = Number(await scrubber.getAttribute("data-frames"));
  expect(frames).toBeGreaterThan(10);
  const words = page.getByTestId("viewer-words");
  const seek = page.getByTestId("scrubber-seek");
  await seek.fill(String(Math.floor(frames / 4)));
  await expect(words).not.toHaveText("Nothing found");
  await seek.fill(String(frames - 2));
  await expect(words).toHaveText("Nothing found");
  expect(await violations(page)).toEqual([]);
});

for (const colorScheme of ["dark", "light"] as const) {
  for (const [name, viewport] of [
    ["phone", { width: 390, height: 844 }],
    ["laptop", { width: 1440, height: 900 }],
  ] as const) {
    test(`the Files place has no accessibility violation (${name}, ${colorScheme})`, async ({
      open,
    }) => {
      const { page } = await open({ colorScheme, viewport, query });
      await expect(page.getByTestId("files-sample")).toBeVisible();
      expect(await violations(page), "empty").toEqual([]);
      await page.getByTestId("files-sample").click();
      await queueWhere(page, { done: 3 });
      await page
        .getByTestId("file-input")
        .setInputFiles([given("letter.jpg", "image/jpeg", "no picture")]);
      await queueWhere(page, { done: 3, failed: 1 });
      expect(await violations(page), "gallery").toEqual([]);
      await page.getByTestId("tile").last().click();
      await expect(page.getByTestId("viewer")).toBeVisible();
      expect(await violations(page), "a failed file").toEqual([]);
    });
  }
}
