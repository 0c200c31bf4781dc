import type { Page } from "@playwright/test";
import { expect, reportWhere, test } from "./support/app.ts";
import { drawnClip, samplePicture } from "./support/clip.ts";
import { attachSeen, type FaceFinders, openFaceFinders } from "./support/face-finders.ts";
import { openPeer, type Peer } from "./support/peer.ts";
import { keepShownFrames, shownCount, takeShownFrames } from "./support/shown-frames.ts";

let peer: Peer;
let finders: FaceFinders;
test.beforeAll(async () => {
  [peer, finders] = await Promise.all([openPeer(), openFaceFinders()]);
});
test.afterAll(async () => {
  await Promise.all([peer.close(), finders.close()]);
});

/** What a person sees of the picture, as a PNG file; diagnostics are not part of it. */
function seen(page: Page): Promise<Buffer> {
  return page.locator(".viewfinder").screenshot();
}

/**
 * Switches the drawn meshes off: to a finder they look like faces, and marks may stay for the moment in
 * which a picture is covered. What must never be seen is the picture.
 */
async function showNoMesh(page: Page): Promise<void> {
  await page.getByLabel("Show the shape of each face").uncheck();
}

async function chooseHiding(page: Page, style: string): Promise<void> {
  await page.getByLabel("Hide faces").selectOption(style);
}

const viewport = { width: 1440, height: 900 };

test("people enter, turn, leave and return before the camera: two finders see no face in any shown frame, the first ones of a visit included", async ({
  open,
  server,
}) => {
  const { page } = await open({
    viewport,
    // Eight seconds, which the camera plays over and over.
    clip: await drawnClip("faces", "sample/crossing", 240),
    query: "task=faces&source=camera&start",
  });
  await showNoMesh(page);
  await reportWhere(page, "faces on camera", ({ faces }) => faces >= 2);
  // The story can fail: without hiding, both finders see them, too.
  await expect
    .poll(async () => {
      const { human, mediapipe } = await finders.seenIn([await seen(page)]);
      return human.length > 0 && mediapipe.length > 0;
    })
    .toBe(true);
  await chooseHiding(page, "blur");
  for (let look = 0; look < 3; look += 1) {
    expect(await peer.faces(await seen(page)), `look ${look} after hiding`).toEqual([]);
  }

  // The choice is remembered, so the next visit must hide from its first frame on.
  await keepShownFrames(page);
  await page.goto(`${server.url}/?task=faces&source=camera&start&debug`);
  await expect.poll(() => shownCount(page)).toBeGreaterThanOrEqual(40);
  const shown = await takeShownFrames(page);
  test.info().annotations.push({ type: "shown frames", description: `${shown.length}` });
  const inShown = await finders.seenIn(shown);
  await attachSeen(inShown, shown);
  expect(inShown).toEqual({ human: [], mediapipe: [] });
});

test("hidden faces in a chosen picture, and when the way of hiding changes", async ({ open }) => {
  const { page } = await open({ viewport, query: "task=faces&source=files" });
  await showNoMesh(page);
  const buffer = await samplePicture(1280, 720, 2000, "faces");
  await page
    .getByTestId("file-input")
    .setInputFiles([{ name: "people.png", mimeType: "image/png", buffer }]);
  await reportWhere(page, "faces in the picture", ({ faces }) => faces >= 2);
  expect((await peer.faces(await seen(page))).length).toBeGreaterThanOrEqual(2);
  for (const style of ["solid", "pixelate", "blur"]) {
    await chooseHiding(page, style);
    expect(await peer.faces(await seen(page)), `at once after choosing ${style}`).toEqual([]);
    await expect.poll(() => page.locator(".viewfinder").getAttribute("data-composed")).toBe("true");
  }
});
