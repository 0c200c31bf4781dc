import { statSync } from "node:fs";
import { expect, reportWhere, test } from "./support/app.ts";
import { sampleClip } from "./support/clip.ts";
import { peerHands } from "./support/hand-peer.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";
import { violations } from "./support/violations.ts";

type Points = readonly (readonly [x: number, y: number, z?: number])[];

/** What the report says of hands. */
interface HandsReport {
  readonly hands: readonly { handedness: string; gesture: string | null; landmarks: Points }[];
}

test("a gesture held before the camera counts down and takes a picture, set by keyboard alone", async ({
  open,
}) => {
  const { page } = await open({
    clip: await sampleClip("hands"),
    query: "task=hands&source=camera&start",
  });
  // The clip shows open hands in its first three seconds.
  await reportWhere(page, "two open hands", ({ result }) => {
    const { hands = [] } = (result ?? {}) as unknown as Partial<HandsReport>;
    return hands.filter(({ gesture }) => gesture === "open-palm").length === 2;
  });
  await expect(page.getByTestId("words")).toContainText("left hand: open palm · right hand");
  const shutter = page.getByLabel("Take a picture at");
  await shutter.focus();
  const download = page.waitForEvent("download", { timeout: 90_000 });
  await page.keyboard.press("ArrowDown");
  await expect(shutter).toHaveValue("open-palm");
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/\.(png|jpg)$/);
  expect(statSync(await saved.path()).size).toBeGreaterThan(10_000);
  expect(await violations(page)).toEqual([]);
});

/** Mean distance of landmarks, in the size of the hand: the farthest that two of the peer's are apart. */
function meanDistance(ours: Points, theirs: Points): number {
  const apart = ([x, y]: Points[number], [otherX, otherY]: Points[number]): number =>
    Math.hypot(x - otherX, y - otherY);
  const size = Math.max(...theirs.flatMap((one) => theirs.map((other) => apart(one, other))));
  const sum = theirs.reduce((total, point, index) => {
    const own = ours[index];
    return total + (own ? apart(own, point) : Number.POSITIVE_INFINITY);
  }, 0);
  return sum / theirs.length / size;
}

test("both hands of a picture lie where another pipeline finds them", async ({ open }) => {
  test.skip(!hasSharedData, noSharedData);
  const path = shared("images/tfjs-models/hands.jpg");
  const { page } = await open({ query: "task=hands&source=files" });
  await page.getByTestId("file-input").setInputFiles(path);
  const report = await reportWhere(page, "a result", ({ results }) => results.length === 1);
  const { hands } = (report.results[0]?.result ?? { hands: [] }) as unknown as HandsReport;
  const theirs = await peerHands(path);
  expect(theirs).toHaveLength(2);
  expect(hands).toHaveLength(2);
  for (const points of theirs) {
    const distances = hands.map(({ landmarks }) => meanDistance(landmarks, points));
    expect(Math.min(...distances)).toBeLessThan(0.04);
  }
  expect(hands.map(({ handedness, gesture }) => `${handedness} ${gesture}`)).toEqual([
    "left open-palm",
    "left open-palm",
  ]);
});
