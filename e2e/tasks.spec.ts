import type { Page } from "@playwright/test";
import { expect, type Report, reportWhere, test } from "./support/app.ts";
import { sampleClip, samplePicture } from "./support/clip.ts";

/** What each task is sure to find in its own drawn sample. */
const finds: Readonly<Record<string, (report: Report) => boolean>> = {
  pose: ({ people }) => people === 1,
  faces: ({ faces }) => faces >= 2,
  hands: ({ hands }) => hands === 2,
  segment: ({ coverage }) => coverage > 0.2 && coverage < 0.8,
  read: ({ lines }) => lines >= 3,
};

async function keyboardDetail(page: Page): Promise<void> {
  await page.getByTestId("words").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("detail")).toBeVisible();
}

for (const [task, found] of Object.entries(finds)) {
  test(`${task}: on camera and, with the server gone, on a picture`, async ({ open, server }) => {
    const first = await open({
      clip: await sampleClip(task),
      query: `task=${task}&source=camera&start`,
    });
    const report = await reportWhere(first.page, `what the ${task} sample shows`, found);
    expect(report.frames.open).toBeLessThanOrEqual(2);
    if (task !== "segment") await keyboardDetail(first.page);
    await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
    await first.close();
    await server.close();

    const second = await open({ query: `task=${task}&source=files` });
    const buffer = await samplePicture(1280, 720, 2000, task);
    await second.page
      .getByTestId("file-input")
      .setInputFiles([{ name: `${task}.png`, mimeType: "image/png", buffer }]);
    const still = await reportWhere(second.page, `the same in a picture`, found);
    expect(still.results.map(({ file }) => file)).toEqual([`${task}.png`]);
  });
}

test("changing the task while running keeps the camera and goes on", async ({ open }) => {
  const { page } = await open({
    clip: await sampleClip("pose"),
    query: "task=detect&source=camera&start",
  });
  await reportWhere(page, "the first task at work", ({ frames }) => frames.processed > 3);
  await page.getByTestId("task-pose").click();
  await reportWhere(page, "one person's pose", ({ people }) => people === 1);
  await page.keyboard.press("1");
  await reportWhere(page, "things again", ({ task, result }) =>
    Boolean(task === "detect" && result?.detections),
  );
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
});

test("a task runs another of its models where the address names it", async ({ open }) => {
  const { page } = await open({ query: "task=segment&model=selfie-landscape&source=files" });
  const buffer = await samplePicture(1280, 720, 2000, "segment");
  await page
    .getByTestId("file-input")
    .setInputFiles([{ name: "wide.png", mimeType: "image/png", buffer }]);
  const report = await reportWhere(
    page,
    "people in a wide picture",
    ({ queue }) => queue.done === 1,
  );
  expect(report).toMatchObject({ model: "selfie-landscape", engine: "litert", refused: [] });
  expect(report.coverage).toBeGreaterThan(0.2);
  expect(report.coverage).toBeLessThan(0.8);
});
