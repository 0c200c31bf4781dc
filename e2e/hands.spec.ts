import { expect, reportWhere, test } from "./support/app.ts";
import { sampleClip } from "./support/clip.ts";
import { violations } from "./support/violations.ts";

/** What the report says of the hands' shutter. */
interface HandsReport {
  readonly hands: readonly { handedness: string; gesture: string | null }[];
  readonly shutter?: { progress: number; secondsLeft: number; shots: number };
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
  await page.keyboard.press("ArrowDown");
  await expect(shutter).toHaveValue("open-palm");
  expect(await violations(page)).toEqual([]);
  await reportWhere(page, "a countdown", ({ result }) => {
    const { shutter: state } = (result ?? {}) as unknown as Partial<HandsReport>;
    return (state?.progress ?? 0) > 0;
  });
  await reportWhere(page, "a picture to be taken", ({ result }) => {
    const { shutter: state } = (result ?? {}) as unknown as Partial<HandsReport>;
    return (state?.shots ?? 0) === 1;
  });
});
