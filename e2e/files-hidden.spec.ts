import { expect, reportWhere, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { given } from "./support/odd-pictures.ts";
import { openPeer, type Peer } from "./support/peer.ts";
import { queueWhere } from "./support/queue.ts";

let peer: Peer;
test.beforeAll(async () => {
  peer = await openPeer();
});
test.afterAll(async () => {
  await peer.close();
});

test("hidden faces are hidden in small pictures and near ones, and at once when that is chosen", async ({
  open,
}) => {
  const viewport = { width: 1440, height: 900 };
  const { page } = await open({ viewport, query: "place=files&task=faces" });
  const buffer = await samplePicture(1280, 720, 2000, "faces");
  await page.getByTestId("file-input").setInputFiles([given("people.png", "image/png", buffer)]);
  await queueWhere(page, { done: 1 });
  const look = async (): Promise<number> =>
    (await peer.faces(await page.locator("main.place").screenshot())).length;
  const sheet = page.getByTestId("sheet-options");
  const options = async (choose: () => Promise<unknown>): Promise<void> => {
    await page.getByTestId("open-options").click();
    await choose();
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
  };
  // To a finder the drawn meshes look like faces; what must never be seen is the picture.
  await options(() => page.getByLabel("Show the shape of each face").uncheck());
  await queueWhere(page, { done: 1 });
  await expect
    .poll(look, { message: "without hiding, the other finder sees them" })
    .toBeGreaterThan(0);

  await page.getByTestId("open-options").click();
  await page.getByLabel("Hide faces").selectOption("blur");
  // The small picture of before is not shown a moment longer.
  expect((await peer.faces(await page.locator(".gallery").screenshot())).length).toBe(0);
  await page.keyboard.press("Escape");
  await reportWhere(
    page,
    "hidden",
    ({ results }) => "hidden" in ((results[0]?.result ?? {}) as object),
  );
  await queueWhere(page, { done: 1 });
  await expect(page.locator(".gallery img")).toHaveCount(1);
  expect(await look()).toBe(0);

  await page.getByTestId("tile").click();
  await expect(page.getByTestId("zoom-surface")).toHaveAttribute("data-ready", "true");
  const near = async (): Promise<number> =>
    (await peer.faces(await page.getByTestId("viewer").screenshot())).length;
  expect(await near()).toBe(0);
  for (let press = 0; press < 3; press += 1) {
    await page.keyboard.press("+");
    expect(await near(), `near ${press}`).toBe(0);
  }
});
