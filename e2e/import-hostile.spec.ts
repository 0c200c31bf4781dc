import { expect, test } from "./support/app.ts";
import { bring, imported, letGo } from "./support/bring.ts";
import { colourClassifier, endlessModel, hungryModel } from "./support/tiny-onnx.ts";

const good = [{ name: "colours.onnx", bytes: colourClassifier() }];

test("a model that asks for more memory than it is given is stopped and named, and the next one runs", async ({
  open,
}) => {
  const { page } = await open({ query: "place=models" });
  const { engines } = await bring(page, [{ name: "hungry.onnx", bytes: hungryModel() }]);
  const wasm = engines.find(({ backend }) => backend === "wasm");
  expect(wasm?.ok).toBe(false);
  // Its file does not tell: it was tried, and stopped.
  await expect(page.getByTestId("trial-onnx-wasm")).toHaveAttribute("data-at", "failed");
  expect(wasm?.reason).toMatch(/memory|alloc/i);
  await letGo(page);
  expect((await bring(page, good)).engines[0]).toMatchObject({ engine: "onnx", ok: true });
});

test("a model that never ends is stopped at its deadline and named, and the next one runs", async ({
  open,
}) => {
  const { page } = await open({ query: "place=models" });
  const before = page.workers().length;
  // From here on the page's time can be turned on; the workers keep their own.
  await page.clock.install();
  await page.getByTestId("model-input").setInputFiles({
    name: "endless.onnx",
    mimeType: "",
    buffer: endlessModel(),
  });
  const trial = page.getByTestId("trial-onnx-wasm");
  await expect(trial).toHaveAttribute("data-at", "running");
  await expect.poll(() => page.workers().length).toBeGreaterThan(before);
  await page.clock.fastForward(95_000);
  await expect(trial).toHaveAttribute("data-at", "failed");
  const { engines } = await imported(page, "the end of the trials", (part) =>
    part.engines.every(({ reason }) => reason !== "waiting" && reason !== "running"),
  );
  expect(engines.find(({ backend }) => backend === "wasm")?.reason).toContain("hung");
  await expect.poll(() => page.workers().length).toBe(before);
  await letGo(page);
  expect((await bring(page, good)).engines[0]).toMatchObject({ engine: "onnx", ok: true });
});

test("a model that never ends is let go at once where a person cancels", async ({ open }) => {
  const { page } = await open({ query: "place=models" });
  const before = page.workers().length;
  await page.getByTestId("model-input").setInputFiles({
    name: "endless.onnx",
    mimeType: "",
    buffer: endlessModel(),
  });
  await expect(page.getByTestId("trial-onnx-wasm")).toHaveAttribute("data-at", "running");
  await letGo(page);
  await expect.poll(() => page.workers().length).toBe(before);
  expect((await bring(page, good)).engines[0]).toMatchObject({ engine: "onnx", ok: true });
});
