import type { Page } from "@playwright/test";
import { overlayColour } from "../src/tasks/colours.ts";
import { expect, type Found, reportWhere, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import {
  decodePictures,
  type Pixels,
  readResults,
  saveExport,
  saveText,
  saveZip,
} from "./support/exported.ts";
import { openPeer } from "./support/peer.ts";
import { evenTimes, openVideoDesk } from "./support/video-desk.ts";

interface Chosen {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

function png(name: string, buffer: Buffer): Chosen {
  return { name, mimeType: "image/png", buffer };
}

/** Chooses files in the Files place and waits until all of them were looked at. */
async function lookAt(page: Page, files: readonly Chosen[]): Promise<void> {
  await page.getByTestId("file-input").setInputFiles([...files]);
  await page.getByTestId("place-files").click();
  await reportWhere(page, "every file looked at", ({ results }) => results.length >= files.length);
}

interface Detected extends Found {
  readonly classId: number;
}

interface Box {
  readonly bbox: readonly [number, number, number, number];
}

test("JSON, table, COCO and ZIP of pictures, with the server gone", async ({ open, server }) => {
  const { page } = await open({ query: "task=detect&place=files" });
  const street = await samplePicture(1280, 720, 3000);
  const tall = await samplePicture(720, 1280, 9000);
  await expect(page.getByTestId("export-json")).toHaveCount(0);
  await lookAt(page, [
    png("street.png", street),
    png("=street.png", tall),
    png("street.png", tall),
  ]);
  await expect(page.getByTestId("offline-ready")).toHaveCount(1);
  await server.close();

  const report = await reportWhere(page, "results", ({ results }) => results.length === 3);
  const { items } = readResults(await saveText(page, "json"));
  expect(items.map(({ file, width, height }) => [file, width, height])).toEqual([
    ["street.png", 1280, 720],
    ["=street.png", 720, 1280],
    ["street.png", 720, 1280],
  ]);
  for (const [index, item] of items.entries()) {
    expect(item).toMatchObject({ task: "detect", model: report.model, engine: report.engine });
    expect(item.ms).toBeGreaterThan(0);
    const { detections } = report.results[index]?.result ?? { detections: [] };
    expect(detections.length).toBeGreaterThan(0);
    expect(item.result).toEqual({ detections });
  }
  const all = report.results.flatMap(({ result }) => result.detections);

  const table = (await saveText(page, "csv")).trimEnd().split("\r\n");
  expect(table[0]).toBe(
    "file,time_ms,width,height,task,label,class_id,score,x,y,box_width,box_height,track_id",
  );
  expect(table).toHaveLength(1 + all.length);
  expect(table.filter((row) => row.startsWith(`"'=street.png",`))).toHaveLength(
    report.results[1]?.result.detections.length ?? 0,
  );

  const coco = JSON.parse(await saveText(page, "coco"));
  expect(coco.images.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3]);
  expect(coco.annotations).toHaveLength(all.length);
  for (const [index, { bbox, category_id, score }] of coco.annotations.entries()) {
    const category = coco.categories.find(({ id }: { id: number }) => id === category_id);
    expect([category.name, score]).toEqual([all[index]?.label, all[index]?.score]);
    for (const side of [0, 1, 2, 3] as const) {
      expect(bbox[side]).toBeCloseTo(all[index]?.box[side] ?? Number.NaN, 1);
    }
  }

  const { name } = await saveExport(page, "zip");
  expect(name).toMatch(/^localens-[\d-]+\.zip$/);
  const files = await saveZip(page);
  expect(Object.keys(files).sort()).toEqual([
    "coco/dataset.json",
    "coco/detections.json",
    "coco/keypoints.json",
    "pictures/=street.png",
    "pictures/street (2).png",
    "pictures/street.png",
    "results.csv",
    "results.json",
  ]);
  expect(readResults(Buffer.from(files["results.json"] ?? []).toString()).items).toEqual(items);
  expect(JSON.parse(Buffer.from(files["coco/detections.json"] ?? []).toString())).toHaveLength(
    all.length,
  );
  const [source, drawn] = await decodePictures([
    Uint8Array.from(street),
    files["pictures/street.png"] ?? new Uint8Array(),
  ]);
  expectDrawn(
    source,
    drawn,
    coco.annotations.filter(({ image_id }: { image_id: number }) => image_id === 1),
  );
  await expect(page.getByTestId("export-status")).toHaveAttribute("data-state", "done");
});

/** Along every box the picture differs from its source; away from boxes and their labels it does not. */
function expectDrawn(
  source: Pixels | undefined,
  drawn: Pixels | undefined,
  boxes: readonly Box[],
): void {
  if (!source || !drawn) throw new Error("a picture is missing");
  const { width, height } = source;
  expect([drawn.width, drawn.height]).toEqual([width, height]);
  const differs = (x: number, y: number): boolean => {
    const at = (Math.round(y) * width + Math.round(x)) * 4;
    return [0, 1, 2].some(
      (channel) => Math.abs((source.data[at + channel] ?? 0) - (drawn.data[at + channel] ?? 0)) > 8,
    );
  };
  for (const {
    bbox: [x, y, w, h],
  } of boxes) {
    const along = Array.from({ length: 50 }, (_, step) => x + ((step + 0.5) * w) / 50);
    const seen = along.filter((at) => differs(at, Math.min(y + h, height - 1)));
    expect(seen.length).toBeGreaterThan(45);
  }
  // Lines and labels are drawn as on a phone: a label is about 30 pixels high here.
  const near = (x: number, y: number): boolean =>
    boxes.some(
      ({ bbox: [left, top, w, h] }) =>
        x > left - 8 && x < Math.max(left + w, left + 260) + 8 && y > top - 50 && y < top + h + 50,
    );
  let outside = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (near(x, y)) continue;
      outside += 1;
      if (differs(x, y)) throw new Error(`drawn at ${x}, ${y}, where nothing was found`);
    }
  }
  expect(outside).toBeGreaterThan(1000);
}

/** Something is found in each task's own sample. */
const found: Readonly<Record<string, (result: Readonly<Record<string, unknown>>) => boolean>> = {
  pose: ({ people }) => (people as readonly unknown[]).length === 1,
  faces: ({ faces }) => (faces as readonly unknown[]).length > 0,
  hands: ({ hands }) => (hands as readonly unknown[]).length > 0,
  segment: ({ mask }) => (mask as { coverage: number }).coverage > 0.02,
  read: ({ lines }) => (lines as readonly unknown[]).length > 0,
};
for (const [task, isFound] of Object.entries(found)) {
  test(`real results of ${task} are as the schema says`, async ({ open }) => {
    const { page } = await open({ query: `task=${task}&place=files` });
    const picture = await samplePicture(960, 720, 2000, task);
    await lookAt(page, [png(`${task}.png`, picture)]);
    const { items } = readResults(await saveText(page, "json"));
    const result = items[0]?.result ?? {};
    expect(isFound(result), JSON.stringify(result).slice(0, 200)).toBe(true);

    const files = await saveZip(page);
    const [drawn, mask] = await decodePictures(
      [`pictures/${task}.png`, ...(task === "segment" ? [`masks/${task}.png`] : [])].map(
        (name) => files[name] ?? new Uint8Array(),
      ),
    );
    expect([drawn?.width, drawn?.height]).toEqual([960, 720]);
    if (task !== "segment") return;
    expect([mask?.width, mask?.height]).toEqual([960, 720]);
    const values = [...(mask?.data ?? [])].filter((_, at) => at % 4 === 0);
    const covered = values.filter((value) => value >= 128).length / values.length;
    const { coverage } = result.mask as { coverage: number };
    expect(Math.abs(covered - coverage)).toBeLessThan(0.005);
  });
}

test("faces that are hidden are hidden in exported pictures too", async ({ open }) => {
  const peer = await openPeer();
  try {
    const picture = await samplePicture(1280, 720, 2000, "faces");
    // The story can fail: the other finder sees the faces of the source.
    expect((await peer.faces(picture)).length).toBeGreaterThanOrEqual(2);
    const { page } = await open({ query: "task=faces" });
    await page.getByLabel("Hide faces").selectOption("pixelate");
    await page.getByLabel("Show the shape of each face").uncheck();
    await lookAt(page, [png("people.png", picture)]);
    const files = await saveZip(page);
    const drawn = Buffer.from(files["pictures/people.png"] ?? []);
    expect(drawn.length).toBeGreaterThan(1000);
    expect(await peer.faces(drawn)).toEqual([]);
    expect(readResults(Buffer.from(files["results.json"] ?? []).toString()).items).toHaveLength(1);
  } finally {
    await peer.close();
  }
});

test("a video's frames with their times, and a copy of it with the boxes drawn", async ({
  open,
}) => {
  const desk = await openVideoDesk();
  try {
    const timesMs = evenTimes(12, 12);
    const street = { width: 640, height: 480, sampleFromMs: 9_000, timesMs } as const;
    const video = await desk.make({ ...street, extension: "mp4", codec: "avc" });
    const { page } = await open({ query: "task=detect&place=files" });
    await page
      .getByTestId("file-input")
      .setInputFiles([{ name: "street.mov", mimeType: "video/mp4", buffer: video }]);
    await expect(page.getByTestId("export-json")).toBeVisible();
    const { items } = readResults(await saveText(page, "json"));
    const frames = (items[0]?.frames ?? []) as readonly {
      readonly timeMs: number;
      readonly result: { readonly detections: readonly Detected[] };
    }[];
    // Every third frame is looked at.
    expect(frames.map(({ timeMs }) => timeMs)).toEqual([0, 250, 500, 750]);
    const coco = JSON.parse(await saveText(page, "coco"));
    expect(coco.images.map(({ file_name }: { file_name: string }) => file_name)).toEqual([
      "street.mov#t=0",
      "street.mov#t=0.25",
      "street.mov#t=0.5",
      "street.mov#t=0.75",
    ]);

    const files = await saveZip(page);
    const name = Object.keys(files).find((path) => path.startsWith("videos/")) ?? "";
    expect(name).toMatch(/^videos\/street\.(mp4|webm)$/);
    const copy = await desk.read(Buffer.from(files[name] ?? []), [9]);
    expect(copy.timesMs.map(Math.round)).toEqual(timesMs.map(Math.round));
    const before = await desk.read(video, [9]);
    const [best] = frames[3]?.result.detections ?? [];
    if (!best) throw new Error("nothing was found");
    // The label is a chip of its class's colour, right above its box or in it.
    const chip = [best.box[0] - 4, best.box[1] - 24, 80, 48] as const;
    const colour = overlayColour(best.classId).line;
    const drawn = await desk.colourIn(copy.pictures[0] ?? Buffer.alloc(0), chip, colour);
    const bare = await desk.colourIn(before.pictures[0] ?? Buffer.alloc(0), chip, colour);
    expect(drawn.part).toBeGreaterThan(0.15);
    expect(bare.part).toBeLessThan(0.02);
  } finally {
    await desk.close();
  }
});

test("what is seen live is copied as a document of the same schema", async ({ open }) => {
  const { page, context } = await open({ query: "task=detect&source=sample&start" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await reportWhere(page, "things", ({ result }) => Boolean(result?.detections.length));
  await page.getByTestId("copy-json").click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  const { items } = readResults(await page.evaluate(() => navigator.clipboard.readText()));
  expect(items).toMatchObject([{ file: "sample", task: "detect" }]);
  expect(items[0]?.result?.detections).not.toEqual([]);
});

test("an export can be cancelled, and leaves nothing behind", async ({ open }) => {
  const { page } = await open({ query: "task=detect&place=files" });
  const street = await samplePicture(1920, 1080, 3000);
  await lookAt(
    page,
    Array.from({ length: 6 }, (_, index) => png(`${index}.png`, street)),
  );
  await page.getByTestId("export-zip").click();
  await page.getByTestId("export-cancel").click();
  await expect(page.getByTestId("export-status")).toHaveAttribute("data-state", "none");
  expect(await keptExports(page)).toEqual([]);
  // And the next one works.
  expect((await saveExport(page, "json")).bytes.length).toBeGreaterThan(100);
  expect(await keptExports(page)).toHaveLength(1);
});

test("a full device ends an export with plain words", async ({ open }) => {
  const { page, context } = await open({ query: "task=detect&place=files" });
  const street = await samplePicture(1920, 1080, 3000);
  await lookAt(page, [png("a.png", street), png("b.png", street)]);
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  // Room to begin the file, and not to end it.
  const { usage = 0 } = await page.evaluate(() => navigator.storage.estimate());
  const quotaSize = usage + 2 ** 20;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
  await page.getByTestId("export-zip").click();
  const error = page.getByTestId("error");
  await expect(error).toHaveAttribute("data-code", "export-full");
  await expect(error).toContainText("Free some space");
  expect(await keptExports(page)).toEqual([]);
});

/** The exports that the site still keeps on the device. */
function keptExports(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("localens-exports", { create: true });
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
      names.push(name);
    }
    return names;
  });
}
