import { expect, reportWhere, test } from "./support/app.ts";
import { softwareGpu } from "./support/trial-page.ts";

// A software GPU compiles and computes slowly; limits are for hangs only.
const limitMs = 500_000;
test.describe.configure({ timeout: 1_100_000, mode: "default" });

/** An engine whose smallest task a software GPU can run, and files that it needs for WebGPU. */
const engines = [
  { engine: "litert", task: "segment", file: /\/engines\/litert\/.*jspi.*\.wasm$/ },
  { engine: "tfjs", task: "pose", file: /\/assets\/engine-tfjs-.*\.js$/ },
] as const;

for (const { engine, task, file } of engines) {
  test(`one visit is enough to be offline on the GPU (${engine})`, async ({ open, server }) => {
    const query = `task=${task}&source=sample&start&engine=${engine}&backend=webgpu`;
    const first = await open({ query, flags: softwareGpu });
    const ready = await reportWhere(
      first.page,
      "a first result",
      ({ result }) => result !== null,
      limitMs,
    );
    expect(ready).toMatchObject({ engine, backend: "webgpu" });
    await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
    expect(server.asked.filter((path) => file.test(path))).not.toEqual([]);
    await first.close();
    await server.close();

    const second = await open({ query, flags: softwareGpu });
    const again = await reportWhere(
      second.page,
      "a result, with the server gone",
      ({ result }) => result !== null,
      limitMs,
    );
    expect(again).toMatchObject({ engine, backend: "webgpu", refused: ready.refused });
  });
}
