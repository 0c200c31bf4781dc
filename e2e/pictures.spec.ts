import { overlap } from "#shared";
import { expect, reportWhere, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { peerDetections } from "./support/peer.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";

test("several pictures: each gets its result, a broken one its own clear error", async ({
  open,
}) => {
  const { page } = await open({ query: "task=detect&source=files" });
  await page.getByTestId("file-input").setInputFiles([
    { name: "street.png", mimeType: "image/png", buffer: await samplePicture(1280, 720, 3000) },
    { name: "broken.jpg", mimeType: "image/jpeg", buffer: Buffer.from("this is no picture") },
    { name: "tall.png", mimeType: "image/png", buffer: await samplePicture(720, 1280, 9000) },
  ]);
  const report = await reportWhere(page, "two results", ({ results }) => results.length === 2);
  expect(report.results.map(({ file }) => file)).toEqual(["street.png", "tall.png"]);
  for (const { result } of report.results) expect(result.detections.length).toBeGreaterThan(0);
  await expect(page.getByText("broken.jpg").first()).toBeVisible();
});

const people = [
  "images/tfjs-models/three_people.jpg",
  "images/ort-examples/test_object_detection_0.jpg",
  "images/coco_val2017/000000000785.jpg",
];
for (const path of people) {
  test(`the best person of ${path} is where another reader of the same weights finds it`, async ({
    open,
  }) => {
    test.skip(!hasSharedData, noSharedData);
    const { page } = await open({ query: "task=detect&source=files" });
    await page.getByTestId("file-input").setInputFiles(shared(path));
    const report = await reportWhere(page, "a result", ({ results }) => results.length === 1);
    const theirs = (await peerDetections(shared(path)))
      .filter(({ label }) => label === "person")
      .sort((a, b) => b.score - a.score)[0];
    const ours = report.results[0]?.result.detections.filter(({ label }) => label === "person");
    expect(theirs).toBeDefined();
    const best = Math.max(
      ...(ours ?? []).map(({ box }) => (theirs ? overlap(box, theirs.box) : 0)),
    );
    expect(best).toBeGreaterThanOrEqual(0.8);
  });
}
