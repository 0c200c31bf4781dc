import { expect, readReport, reportWhere, type StoryServer, test } from "./support/app.ts";

/** Lets nothing of LiteRT's wasm through until it is released. */
function holdLitert(server: StoryServer): { release(): void; readonly isAsked: () => boolean } {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.fault = async ({ url = "" }) => {
    if (/^\/engines\/litert\/.*\.wasm$/.test(url)) await released;
    return false;
  };
  const isAsked = (): boolean => server.asked.some((path) => /litert.*\.wasm$/.test(path));
  return { release, isAsked };
}

/** Both networks of the task, on the engine that weighs least and on the one that is the fastest. */
const query = "task=faces&source=sample&start&backend=wasm";

test("a first visit begins with what weighs least; the fastest takes over behind its frames, and is kept", async ({
  open,
  server,
}) => {
  const litert = holdLitert(server);
  const first = await open({ query });
  const early = await reportWhere(
    first.page,
    "frames while the larger engine is on its way",
    ({ frames }) => litert.isAsked() && frames.processed > 5,
  );
  expect(early).toMatchObject({ engine: "tfjs", swap: null, refused: [] });
  expect(early.faces).toBeGreaterThan(0);
  litert.release();
  const late = await reportWhere(
    first.page,
    "frames of the faster engine",
    ({ engine, swap, frames }) =>
      engine === "litert" && frames.processed > (swap?.atFrame ?? Number.POSITIVE_INFINITY) + 3,
  );
  expect(late).toMatchObject({
    engine: "litert",
    swap: { firstEngine: "tfjs", winner: "litert" },
    refused: [],
  });
  expect(late.swap?.atFrame).toBeGreaterThan(early.frames.processed);
  // The sample draws a frame whenever one is asked for.
  expect(late.frames.dropped).toBe(0);
  await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
  await expect
    .poll(() =>
      first.page.evaluate(async () => {
        const keys = await (await caches.open("localens-engines")).keys();
        return keys.some(({ url }) => url.includes("litert_wasm"));
      }),
    )
    .toBe(true);
  await first.close();

  server.asked.length = 0;
  const second = await open({ query });
  const again = await reportWhere(second.page, "a second visit's frames", ({ frames }) => {
    return frames.processed > 5;
  });
  expect(again).toMatchObject({ engine: "litert", swap: null });
  expect(server.asked.filter((path) => /^\/(models|engines)\//.test(path))).toEqual([]);
});

test("who leaves before the faster engine is here has all that is needed offline", async ({
  open,
  server,
}) => {
  holdLitert(server);
  const first = await open({ query });
  await reportWhere(first.page, "frames", ({ frames }) => frames.processed > 3);
  await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
  await first.close();
  await server.close();

  const second = await open({ query });
  const report = await reportWhere(second.page, "faces, offline", ({ faces }) => faces > 0);
  expect(report).toMatchObject({ engine: "tfjs", refused: [] });
});

test("an engine on its way is part of the download that is shown, and can be cancelled", async ({
  open,
  server,
}) => {
  const litert = holdLitert(server);
  const { page } = await open({ query: `${query}&engine=litert` });
  await expect.poll(litert.isAsked).toBe(true);
  // The finder's weights are here in no time; the engine is the rest.
  const shown = page.getByText(/ of 10(\.\d)? MB$/);
  await expect(shown).toBeVisible();
  await page.getByTestId("stop").first().click();
  await expect(shown).toBeHidden();
  litert.release();
  await page.getByTestId("source-sample").first().click();
  await reportWhere(page, "frames", ({ frames }) => frames.processed > 0);
  expect(await readReport(page)).toMatchObject({ engine: "litert", refused: [] });
});
