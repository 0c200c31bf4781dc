import { expect, reportWhere, test } from "./support/app.ts";
import { sampleClip } from "./support/clip.ts";

/** A capability that some supported browser lacks, and how to take it away before the app starts. */
const takenAway: Readonly<Record<string, () => void>> = {
  MediaStreamTrackProcessor: () => {
    Reflect.deleteProperty(window, "MediaStreamTrackProcessor");
  },
  "MediaStreamTrackProcessor and VideoFrame": () => {
    Reflect.deleteProperty(window, "MediaStreamTrackProcessor");
    Reflect.deleteProperty(window, "VideoFrame");
  },
  "OffscreenCanvas transfer": () => {
    Reflect.deleteProperty(HTMLCanvasElement.prototype, "transferControlToOffscreen");
  },
  "the service worker": () => {
    Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
  },
  "persistent storage": () => {
    Reflect.deleteProperty(StorageManager.prototype, "persist");
    Reflect.deleteProperty(StorageManager.prototype, "persisted");
    Reflect.deleteProperty(StorageManager.prototype, "estimate");
  },
  WebGPU: () => {
    Reflect.deleteProperty(Navigator.prototype, "gpu");
  },
};

for (const [name, before] of Object.entries(takenAway)) {
  test(`camera to overlay without ${name}`, async ({ open }) => {
    const { page } = await open({
      clip: await sampleClip(),
      query: "task=detect&source=camera&start",
      before,
    });
    const report = await reportWhere(page, "things on camera", ({ result, frames }) =>
      Boolean(result?.detections.length && frames.processed > 5),
    );
    expect(report.frames.open).toBeLessThanOrEqual(2);
    await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
  });
}

test("the sample without OffscreenCanvas transfer", async ({ open }) => {
  const { page } = await open({
    query: "task=detect&source=sample&start",
    before: () => {
      Reflect.deleteProperty(HTMLCanvasElement.prototype, "transferControlToOffscreen");
    },
  });
  await reportWhere(page, "things in the sample", ({ result }) =>
    Boolean(result?.detections.length),
  );
});

test.describe("on a host that cannot set headers", () => {
  test.use({ serverOptions: { headers: {} } });

  test("the first visit runs with one thread, the next one is isolated, without a reload loop", async ({
    open,
  }) => {
    const query = "task=detect&source=sample&start";
    const first = await open({ query });
    let loads = 0;
    first.page.on("load", () => {
      loads += 1;
    });
    const alone = await reportWhere(first.page, "things", ({ result }) =>
      Boolean(result?.detections.length),
    );
    expect(alone.isolated).toBe(false);
    expect(alone.threads).toBe(1);
    await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
    expect(loads).toBeLessThanOrEqual(1);
    await first.close();

    const second = await open({ query });
    const isolated = await reportWhere(second.page, "things again", ({ result }) =>
      Boolean(result?.detections.length),
    );
    expect(isolated.isolated).toBe(true);
  });
});
