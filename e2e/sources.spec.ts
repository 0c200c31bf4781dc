import { expect, readReport, reportWhere, test } from "./support/app.ts";
import { emptySeconds, sampleVideo, streetSeconds } from "./support/video-clip.ts";
import { violations } from "./support/violations.ts";

const phone = { width: 390, height: 844 };
/** Chromium without a display then shares a made-up screen of 1280 × 720, without asking. */
const fakeScreen = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

/** Keeps the addresses of files that were made and not yet freed. */
const countAddresses = (): void => {
  const open = new Set<string>();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (thing) => {
    const url = createObjectURL.call(URL, thing);
    open.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    open.delete(url);
    revokeObjectURL.call(URL, url);
  };
  Object.assign(window, { openAddresses: open });
};

/** Answers `getDisplayMedia` with a canvas that shows the app's own picture of the sample. */
const shareCanvas = (): void => {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 1280;
    canvas.height = 720;
    const context = canvas.getContext("2d");
    const tick = (): void => {
      const still = document.querySelector<HTMLCanvasElement>("canvas.still");
      // The dimmed sample of the first screen is kept bright in its own pixels.
      if (still && still.width > 0) context?.drawImage(still, 0, 0, 1280, 720);
      else context?.drawImage(canvas, 0, 0);
      requestAnimationFrame(tick);
    };
    tick();
    const stream = canvas.captureStream(30);
    Object.assign(window, { sharedStream: stream });
    return stream;
  };
};

for (const [name, before] of [
  ["a video file", countAddresses],
  [
    "a video file without VideoFrame",
    `(${countAddresses})(); Reflect.deleteProperty(window, "VideoFrame")`,
  ],
] as const) {
  test(`${name} is looked at live, and wherever it is sought`, async ({ open }) => {
    const { page } = await open({ query: "task=detect&source=files", before, viewport: phone });
    const buffer = await sampleVideo();
    await page
      .getByTestId("file-input")
      .setInputFiles({ name: "street.webm", mimeType: "video/webm", buffer });
    const seek = page.getByTestId("video-seek");
    const play = page.getByTestId("video-play");
    const status = page.getByTestId("status");
    await reportWhere(page, "things in the video", ({ result }) =>
      Boolean(result?.detections.length),
    );
    await expect(status).toHaveAttribute("data-state", "running");
    await expect(seek).toHaveAttribute("max", /^[34]\./);
    expect(await violations(page), "playing").toEqual([]);

    await play.click();
    await expect(status).toHaveAttribute("data-state", "paused");
    await seek.fill(String(emptySeconds));
    await reportWhere(page, "nothing where nothing is", ({ result }) =>
      Boolean(result && result.detections.length === 0),
    );
    await seek.fill(String(streetSeconds));
    await reportWhere(page, "things where the street is", ({ result }) =>
      Boolean(result?.detections.length),
    );
    expect(Number(await seek.inputValue())).toBeCloseTo(streetSeconds, 0);
    // The standing picture is looked at for every seek, not for ever: the worker comes to rest.
    let counted = -1;
    await expect
      .poll(
        async () => {
          const before = counted;
          counted = (await readReport(page)).frames.processed;
          return counted === before;
        },
        { intervals: [1_500] },
      )
      .toBe(true);
    expect(await violations(page), "paused").toEqual([]);

    await play.click();
    await expect(status).toHaveAttribute("data-state", "running");
    await reportWhere(
      page,
      "more than one round of the loop",
      ({ frames }) => frames.processed > counted + 3,
    );
    await page.getByTestId("stop").click();
    await expect(status).toHaveAttribute("data-state", "idle");
    expect(await page.evaluate("openAddresses.size")).toBe(0);
  });
}

test("a video that is dropped plays", async ({ open }) => {
  const { page } = await open({ query: "task=detect" });
  const base64 = (await sampleVideo()).toString("base64");
  await page.evaluate(async (video64) => {
    const bytes = Uint8Array.from(atob(video64), (character) => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    // Some systems give a file no type; its ending tells.
    dataTransfer.items.add(new File([bytes], "street.webm"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  }, base64);
  await reportWhere(page, "things in the video", ({ result }) =>
    Boolean(result?.detections.length),
  );
});

test("a broken video says so by its name, and there is a way out", async ({ open }) => {
  const { page } = await open({
    query: "task=detect&source=files",
    before: countAddresses,
    viewport: phone,
  });
  await page.getByTestId("file-input").setInputFiles({
    name: "holiday.mp4",
    mimeType: "video/mp4",
    buffer: Buffer.from("this is no video"),
  });
  const error = page.getByTestId("error");
  await expect(error).toHaveAttribute("data-code", "video-unreadable");
  await expect(error).toContainText("holiday.mp4");
  expect(await page.evaluate("openAddresses.size")).toBe(0);
  expect(await violations(page)).toEqual([]);
  await error.getByTestId("source-sample").click();
  await reportWhere(page, "things in the sample", ({ result }) =>
    Boolean(result?.detections.length),
  );
});

test("a shared screen is looked at live, whole and not mirrored", async ({ open }) => {
  const { page } = await open({ query: "task=detect", flags: fakeScreen, viewport: phone });
  await page.getByTestId("open-sources").click();
  expect(await violations(page), "the sheet of sources").toEqual([]);
  await page.getByTestId("source-screen").click();
  const { frames } = await reportWhere(
    page,
    "frames of the screen",
    ({ frames: { processed } }) => processed > 5,
  );
  expect(frames.open).toBeLessThanOrEqual(2);
  const viewfinder = page.locator(".viewfinder");
  await expect(viewfinder).toHaveAttribute("data-mirrored", "false");
  await expect(viewfinder).toHaveAttribute("data-fill", "contain");
  await page.getByTestId("stop").click();
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "idle");
});

test("things on a shared screen are found; when the browser ends sharing, it says so", async ({
  open,
}) => {
  const { page } = await open({ query: "task=detect", before: shareCanvas });
  await page.getByTestId("open-sources").click();
  await page.getByTestId("source-screen").click();
  await reportWhere(page, "things on the screen", ({ result }) =>
    Boolean(result?.detections.length),
  );
  await page.evaluate(() => {
    const { sharedStream } = window as unknown as { sharedStream: MediaStream };
    for (const track of sharedStream.getTracks()) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  });
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "idle");
  await expect(page.getByText("Sharing has ended.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

for (const [name, code] of [
  ["NotAllowedError", "screen-refused"],
  ["NotReadableError", "screen-failed"],
  ["InvalidStateError", "screen-needs-press"],
] as const) {
  test(`${name} of a screen is told as ${code}, and trying again asks again`, async ({ open }) => {
    const { page } = await open({
      query: "task=detect",
      flags: fakeScreen,
      before: `(() => {
        const devices = navigator.mediaDevices;
        const original = devices.getDisplayMedia.bind(devices);
        devices.getDisplayMedia = (constraints) =>
          window.screenWorks ? original(constraints)
            : Promise.reject(new DOMException("as if", ${JSON.stringify(name)}));
      })()`,
    });
    await page.getByTestId("open-sources").click();
    await page.getByTestId("source-screen").click();
    const error = page.getByTestId("error");
    await expect(error).toHaveAttribute("data-code", code);
    await expect(error.getByTestId("source-sample")).toBeVisible();
    await page.evaluate(() => Object.assign(window, { screenWorks: true }));
    await error.getByRole("button").first().click();
    await reportWhere(page, "frames of the screen", ({ frames: { processed } }) => processed > 2);
  });
}

test("a browser that shares no screens does not offer it", async ({ open }) => {
  const before = (): void => {
    Reflect.deleteProperty(MediaDevices.prototype, "getDisplayMedia");
  };
  const { page } = await open({ query: "task=detect&source=screen&start", before });
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "screen-unsupported");
  await page.getByTestId("open-sources").click();
  await expect(page.locator("dialog").getByTestId("source-sample")).toBeVisible();
  await expect(page.getByTestId("source-screen")).toHaveCount(0);
});
