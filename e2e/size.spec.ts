import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { builtApp, expect, test } from "./support/app.ts";

const budget = JSON.parse(readFileSync("e2e/size-budget.json", "utf8")) as {
  firstPageScriptGzipBytes: number;
};

test("the first page's scripts fit the budget", async ({ open, server }) => {
  const { page } = await open();
  await expect(page.getByTestId("source-sample").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  // What the page itself loaded; the service worker's precaching comes after and is not in the way.
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith(".js")),
  );
  const loaded = [...new Set(scripts)].filter((path) => server.asked.includes(path));
  expect(loaded.length).toBeGreaterThan(0);
  const bytes = loaded.map(
    (path) => gzipSync(readFileSync(`${builtApp}${path}`), { level: 9 }).length,
  );
  const total = bytes.reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: "bytes", description: String(total) });
  expect(total).toBeLessThanOrEqual(budget.firstPageScriptGzipBytes);
});
