import { readFileSync } from "node:fs";
import { overlap } from "#shared";
import { expect, readReport, reportWhere, test } from "./support/app.ts";
import { sampleClip, stillClip } from "./support/clip.ts";
import { peerDetections } from "./support/peer.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";

test("the sample: a new visitor sees things named after one tap", async ({ open }) => {
  const { page } = await open();
  await page.getByTestId("source-sample").first().click();
  const report = await reportWhere(
    page,
    "two kinds of things in the sample",
    ({ result }) =>
      new Set((result?.detections ?? []).filter((d) => d.score >= 0.5).map((d) => d.label)).size >=
      2,
  );
  // What is small begins, what is fast comes behind it.
  expect(["tfjs", "litert"]).toContain(report.engine);
  expect(report.backend).toBe("wasm");
  expect(report.refused.filter(({ backend }) => backend === "wasm")).toEqual([]);
  // The shape that automation relies on, as the README states it.
  expect(Object.keys(report)).toEqual(
    expect.arrayContaining([
      ...["task", "model", "variant", "engine", "backend", "threads", "isolated", "guards", "fps"],
      ...["frames", "stages", "frameAgeMs", "result", "results", "refused", "store", "network"],
    ]),
  );
  expect(report.result?.frame).toMatchObject({
    width: expect.any(Number),
    height: expect.any(Number),
  });
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
});

test("the camera: what the clip shows is named, steadily, and every frame is closed", async ({
  open,
}) => {
  const { page } = await open({
    clip: await sampleClip(),
    query: "task=detect&source=camera&start",
  });
  const first = await reportWhere(page, "things on camera", ({ result }) =>
    Boolean(result?.detections.length),
  );
  const later = await reportWhere(
    page,
    "twenty frames more",
    ({ frames }) => frames.processed >= first.frames.processed + 20,
  );
  expect(later.frames.open).toBeLessThanOrEqual(2);
  expect(later.frames.captured).toBe(
    later.frames.processed + later.frames.dropped + later.frames.open,
  );
  for (const detection of later.result?.detections ?? []) {
    expect(detection.trackId).toBeGreaterThan(0);
    const [x, y, width, height] = detection.box;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(640.001);
    expect(y + height).toBeLessThanOrEqual(480.001);
  }
  for (const stage of ["preprocess", "infer", "decode", "draw"]) {
    expect(later.stages[stage]?.p50Ms).toBeGreaterThanOrEqual(0);
  }
});

test("the camera: the best person is where another reader of the same weights finds it", async ({
  open,
}) => {
  test.skip(!hasSharedData, noSharedData);
  const { clip, picture } = await stillClip(shared("images/tfjs-models/pose.jpg"));
  const { page } = await open({
    clip,
    query: "task=detect&source=camera&start",
  });
  const { result } = await reportWhere(page, "a person on camera", ({ result }) =>
    Boolean(result?.detections.some(({ label }) => label === "person")),
  );
  const ours = result?.detections.find(({ label }) => label === "person");
  const peers = (await peerDetections(picture)).filter(({ label }) => label === "person");
  const theirs = peers.sort((a, b) => b.score - a.score)[0];
  expect(ours && theirs && result).toBeTruthy();
  if (!ours || !theirs || !result) return;
  const size = await page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return { width: image.naturalWidth, height: image.naturalHeight };
    },
    `data:image/jpeg;base64,${readFileSync(picture).toString("base64")}`,
  );
  // The camera may deliver the picture at another size; boxes are compared as parts of the picture.
  const part = ([x, y, w, h]: readonly [number, number, number, number], s: typeof size) =>
    [x / s.width, y / s.height, w / s.width, h / s.height] as const;
  expect(overlap(part(ours.box, result.frame), part(theirs.box, size))).toBeGreaterThanOrEqual(0.8);
});

test("freeze holds the picture and the overlay; stop frees the camera", async ({ open }) => {
  const { page } = await open({
    clip: await sampleClip(),
    query: "task=detect&source=camera&start",
  });
  await reportWhere(page, "things on camera", ({ result }) => Boolean(result?.detections.length));
  await page.keyboard.press("f");
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "paused");
  const frozen = await readReport(page);
  await page.keyboard.press("f");
  await reportWhere(
    page,
    "frames again",
    ({ frames }) => frames.processed > frozen.frames.processed + 2,
  );
  await page.getByTestId("stop").click();
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "idle");
  await expect(page.getByTestId("start")).toBeVisible();
  await reportWhere(page, "no frame left open", ({ frames }) => frames.open === 0);
});
