import { type SmallModel, smallOnnx } from "#model-kit/test-models";
import { expect, readReport, test } from "./support/app.ts";
import { bring, imported, letGo } from "./support/bring.ts";
import { oneColour } from "./support/one-colour.ts";

const picture = { name: "red.png", mimeType: "image/png", buffer: oneColour(220, 20, 30) };

const images = { images: { shape: [1, 3, 64, 64] } };
/** 8 × 8, 4 × 4 and 2 × 2 cells. */
const cells = 84;

/** `[1, values, 84]`: one box of these values among nothing. */
function oneBox(values: readonly number[]): { shape: number[]; values: number[] } {
  const spread = values.flatMap((value) =>
    Array.from({ length: cells }, (_, cell) => (cell === 40 ? value : 0)),
  );
  return { shape: [1, values.length, cells], values: spread };
}

const coefficients = Array.from({ length: 32 }, (_, at) => (at === 0 ? 9 : 0));
const points = Array.from({ length: 17 }, (_, point) => [20 + point, 24 + point, 0.9]).flat();
const turned = { author: "Ultralytics", stride: "32", task: "obb", names: "{0: 'ship'}" };

/** What each is read as, and what it then finds in any picture. */
const rows: readonly (readonly [name: string, model: SmallModel, reads: string, found: string])[] =
  [
    [
      "shapes of things",
      {
        inputs: images,
        outputs: {
          output0: oneBox([32, 32, 32, 32, 0.9, ...coefficients]),
          output1: { shape: [1, 32, 16, 16], values: Array(32 * 256).fill(1) },
        },
      },
      "segment yolo-masks",
      "person",
    ],
    [
      "joints of bodies",
      { inputs: images, outputs: { output0: oneBox([32, 32, 32, 32, 0.9, ...points]) } },
      "pose yolo-pose",
      "1 person",
    ],
    [
      "turned boxes",
      {
        inputs: images,
        outputs: { output0: oneBox([32, 32, 20, 10, 0.9, 0.5]) },
        metadata: turned,
      },
      "detect yolo-turned",
      "ship",
    ],
    [
      "a network that asks for the size of the picture",
      {
        inputs: { ...images, orig_target_sizes: { shape: [1, 2], dtype: "int64" } },
        outputs: {
          labels: { shape: [1, 1], values: [16], dtype: "int64" },
          boxes: { shape: [1, 1, 4], values: [0.2, 0.2, 0.8, 0.8], times: "orig_target_sizes" },
          scores: { shape: [1, 1], values: [0.9] },
        },
      },
      "detect sorted-boxes",
      "dog",
    ],
  ];

/** Thinks the same of every picture. */
const direction: SmallModel = {
  inputs: { images: { shape: [1, 3, 112, 112] } },
  outputs: { embedding: { shape: [1, 128], values: Array.from({ length: 128 }, (_, at) => at) } },
};

test("small models of many kinds are read by what they answer, and frames compared with a chosen one", async ({
  open,
  server,
}) => {
  const { page } = await open({ query: "place=models" });
  for (const [name, model, reads, found] of rows) {
    await test.step(name, async () => {
      const { task, decoder, engines } = await bring(page, [smallOnnx(model)]);
      expect.soft(`${task} ${decoder}`, name).toBe(reads);
      expect.soft(engines, name).toContainEqual({ engine: "onnx", backend: "wasm", ok: true });
      await expect.soft(page.getByTestId("model-found"), name).toHaveText(found);
      await letGo(page);
    });
  }
  const stereo: SmallModel = {
    inputs: { left: { shape: [1, 3, 64, 64] }, right: { shape: [1, 3, 64, 64] } },
    outputs: { far: { shape: [1, 1], values: [1] } },
  };
  const { engines } = await bring(page, [smallOnnx(stereo)]);
  const wasm = engines.find(({ engine, backend }) => engine === "onnx" && backend === "wasm");
  expect(wasm).toMatchObject({ ok: false, reason: "input-unknown right" });
  await letGo(page);

  await bring(page, [smallOnnx(direction)]);
  await page.getByTestId("model-accept").click();
  const { model } = await imported(page, "a kept model", ({ state }) => state === "ready");
  await page.goto(`${server.url}/?task=raw&model=${model}&source=files&debug`);
  await page.getByTestId("file-input").setInputFiles(picture);
  const likeness = async (): Promise<unknown> =>
    ((await readReport(page)).result as { likeness?: number | null } | null)?.likeness;
  await expect.poll(likeness).toBe(null);
  await page.getByTestId("raw-compare").press("Enter");
  await expect.poll(likeness).toBeCloseTo(1, 5);
});
