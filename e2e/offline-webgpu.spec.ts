import { type App, expect, type Report, reportWhere, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { softwareGpu } from "./support/trial-page.ts";

// A software GPU compiles and computes slowly; limits are for hangs only.
const limitMs = 500_000;
test.describe.configure({ timeout: 1_100_000, mode: "default" });

/** Each engine with a file that it needs for WebGPU. */
const engines = [
  { engine: "litert", file: /\/engines\/litert\/.*jspi.*\.wasm$/ },
  { engine: "tfjs", file: /\/assets\/engine-tfjs-.*\.js$/ },
  { engine: "onnx", file: /\/engines\/onnx\/.*jspi.*\.wasm$/ },
] as const;

/**
 * Chooses a picture, and waits until the model answered its golden vector on the GPU: that is the engine at
 * work, and a software GPU takes long enough for one answer.
 */
async function start({ page }: App, buffer: Buffer): Promise<Report> {
  await page
    .getByTestId("file-input")
    .setInputFiles([{ name: "pose.png", mimeType: "image/png", buffer }]);
  return reportWhere(page, "a session", (report) => report.engine !== null, limitMs);
}

for (const { engine, file } of engines) {
  test(`one visit is enough to be offline on the GPU (${engine})`, async ({ open, server }) => {
    const buffer = await samplePicture(640, 360, 2000, "pose");
    const query = `task=pose&source=files&engine=${engine}&backend=webgpu`;
    const first = await open({ query, flags: softwareGpu });
    const ready = await start(first, buffer);
    expect(ready).toMatchObject({ engine, backend: "webgpu", refused: [] });
    await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
    expect(server.asked.filter((path) => file.test(path))).not.toEqual([]);
    await first.close();
    await server.close();

    const second = await open({ query, flags: softwareGpu });
    const again = await start(second, buffer);
    expect(again).toMatchObject({ engine, backend: "webgpu", refused: [] });
  });
}
