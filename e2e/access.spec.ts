import { expect, reportWhere, test } from "./support/app.ts";
import { sampleClip } from "./support/clip.ts";
import { violations } from "./support/violations.ts";

for (const colorScheme of ["dark", "light"] as const) {
  for (const [name, viewport] of [
    ["phone", { width: 390, height: 844 }],
    ["laptop", { width: 1440, height: 900 }],
  ] as const) {
    test(`no screen has an accessibility violation (${name}, ${colorScheme})`, async ({ open }) => {
      const { page } = await open({ colorScheme, viewport, clip: await sampleClip() });
      await expect(page.getByTestId("source-sample").first()).toBeVisible();
      expect(await violations(page), "first open").toEqual([]);

      await page.getByTestId("source-sample").first().click();
      await reportWhere(page, "things", ({ result }) => Boolean(result?.detections.length));
      expect(await violations(page), "running").toEqual([]);

      for (const opener of [
        "open-truth",
        "open-sources",
        "open-options",
        "open-about",
        "open-help",
      ]) {
        const button = page.getByTestId(opener).filter({ visible: true }).first();
        if ((await button.count()) === 0) continue;
        await button.click();
        await expect(page.locator("dialog[open]")).toHaveCount(1);
        expect(await violations(page), opener).toEqual([]);
        await page.keyboard.press("Escape");
        await expect(page.locator("dialog[open]")).toHaveCount(0);
      }

      await page.keyboard.press("f");
      await expect(page.getByTestId("status")).toHaveAttribute("data-state", "paused");
      expect(await violations(page), "paused").toEqual([]);
    });
  }

  test(`an error screen has no accessibility violation (${colorScheme})`, async ({ open }) => {
    const { page } = await open({
      colorScheme,
      flags: ["--deny-permission-prompts"],
      query: "source=camera&start",
    });
    await expect(page.getByTestId("error")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("from nothing to a stopped camera by keyboard alone", async ({ open }) => {
  const { page } = await open({ clip: await sampleClip(), query: "source=camera" });
  await expect(page.getByTestId("start")).toBeVisible();
  await page.keyboard.press("Space");
  await reportWhere(page, "things", ({ result }) => Boolean(result?.detections.length));
  await page.keyboard.press("?");
  await expect(page.locator("dialog[open]")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog[open]")).toHaveCount(0);
  await page.keyboard.press("Space");
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "idle");
});

test("results are announced politely, in words", async ({ open }) => {
  const { page } = await open({ query: "task=detect&source=sample&start" });
  await reportWhere(page, "things", ({ result }) => Boolean(result?.detections.length));
  const announcer = page.locator('[aria-live="polite"]');
  await expect(announcer.filter({ hasText: /[a-z]{3,}/ }).first()).toBeAttached();
});
