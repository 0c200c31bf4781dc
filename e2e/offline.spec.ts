import { expect, reportWhere, type StoryServer, test } from "./support/app.ts";

const query = "task=detect&source=sample&start";

/** The requests for models, engine code and engine wasm. */
function heavy(server: StoryServer): string[] {
  return server.asked.filter((path) => /^\/(models|engines)\/|^\/assets\/engine-/.test(path));
}

test("one visit without a reload is enough to be offline", async ({ open, server }) => {
  const first = await open({ query });
  await reportWhere(first.page, "the fastest behind the first frames", ({ swap }) => swap !== null);
  await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
  await first.close();
  await server.close();

  const second = await open({ query });
  const report = await reportWhere(second.page, "things, with the server gone", ({ result }) =>
    Boolean(result?.detections.length),
  );
  expect(report.store.length).toBeGreaterThan(0);
  expect(report.store.every(({ complete }) => complete)).toBe(true);
  await expect(second.page.getByTestId("status")).toHaveAttribute("data-state", "running");
  // The browser itself takes the build's files out of the cache, and no script stands in between.
  const answeredBy = await second.page.evaluate(() =>
    (performance.getEntriesByType("resource") as { name: string; workerFinalSourceType?: string }[])
      .filter(({ name }) => name.includes("/assets/"))
      .map(({ workerFinalSourceType }) => workerFinalSourceType),
  );
  expect(answeredBy).toContain("cache");
  expect(answeredBy).not.toContain("fetch-event");
  // What ran last time was begun before the page asked, and now that it runs, it may be so again.
  const worker = second.page.workers().find((one) => /entry/.test(one.url()));
  const taken = worker?.evaluate(() => performance.getEntriesByName("localens:load-ahead").length);
  expect(await taken).toBe(1);
  expect(await second.page.evaluate(() => localStorage.getItem("localens-head-start"))).toMatch(
    /^0 .*"task":"detect"/,
  );
});

for (const [engine, task] of [
  ["tfjs", "detect"],
  ["litert", "segment"],
  ["onnx", "read"],
]) {
  test(`a second visit moves no byte of models and runtimes (${engine}, ${task})`, async ({
    open,
    server,
  }) => {
    const asked = `task=${task}&engine=${engine}&source=sample&start`;
    const first = await open({ query: asked });
    await reportWhere(first.page, "a first result", ({ result }) => result !== null);
    await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
    await first.close();
    expect(heavy(server).length).toBeGreaterThan(3);

    server.asked.length = 0;
    const second = await open({ query: asked });
    await reportWhere(second.page, "a result again", ({ result }) => result !== null);
    expect(heavy(server)).toEqual([]);
  });
}

test("forget everything: nothing of the visit is left on the device", async ({ open }) => {
  const { page } = await open({ query });
  await reportWhere(page, "a first result", ({ result }) => result !== null);
  await expect(page.getByTestId("offline-ready")).toHaveCount(1);
  await page.getByTestId("open-about").first().click();
  await page.getByTestId("forget").click();
  const reloaded = page.waitForEvent("load");
  await page.getByTestId("forget-yes").click();
  await reloaded;
  // As on a first visit: the two ways to begin, and no model or engine on the device.
  await expect(page.getByTestId("source-sample").first()).toBeVisible();
  const left = await page.evaluate(async () => {
    const known = await indexedDB.databases();
    let models = 0;
    if (known.some(({ name }) => name === "localens")) {
      const opening = indexedDB.open("localens");
      await new Promise((done) => opening.addEventListener("success", done));
      const counting = opening.result.transaction("files").objectStore("files").count();
      await new Promise((done) => counting.addEventListener("success", done));
      opening.result.close();
      models = counting.result;
    }
    const engines = await (await caches.open("localens-engines")).keys();
    return { models, engineFiles: engines.length };
  });
  expect(left).toEqual({ models: 0, engineFiles: 0 });
});

test("nothing of an engine or a model is fetched before a task starts", async ({
  open,
  server,
}) => {
  const { page } = await open();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect(page.getByTestId("source-sample").first()).toBeVisible();
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "idle");
  expect(heavy(server)).toEqual([]);
});
