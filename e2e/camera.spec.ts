import { expect, reportWhere, test } from "./support/app.ts";
import { sampleClip } from "./support/clip.ts";

/** How `getUserMedia` fails, by the names of the Media Capture specification. */
const failures = [
  { name: "NotAllowedError", code: "camera-refused" },
  { name: "NotFoundError", code: "camera-missing" },
  { name: "NotReadableError", code: "camera-busy" },
] as const;

test("a refused camera says so and offers the sample", async ({ open }) => {
  const { page } = await open({
    query: "task=detect&source=camera&start",
    flags: ["--deny-permission-prompts"],
  });
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", /camera-(refused|missing)/);
  await page.getByTestId("error").getByTestId("source-sample").click();
  await reportWhere(page, "things in the sample", ({ result }) =>
    Boolean(result?.detections.length),
  );
});

for (const { name, code } of failures) {
  test(`${name} is told as ${code}, and trying again works`, async ({ open }) => {
    const { page } = await open({
      clip: await sampleClip(),
      before: `(() => {
        const devices = navigator.mediaDevices;
        const original = devices.getUserMedia.bind(devices);
        devices.getUserMedia = (constraints) =>
          window.cameraWorks ? original(constraints)
            : Promise.reject(new DOMException("as if", ${JSON.stringify(name)}));
      })()`,
      query: "task=detect&source=camera&start",
    });
    await expect(page.getByTestId("error")).toHaveAttribute("data-code", code);
    await page.evaluate(() => Object.assign(window, { cameraWorks: true }));
    await page.getByTestId("error").getByRole("button").first().click();
    await reportWhere(page, "things on camera", ({ result }) => Boolean(result?.detections.length));
  });
}

test("a camera that ends by itself comes back without a reload", async ({ open }) => {
  const { page } = await open({
    clip: await sampleClip(),
    query: "task=detect&source=camera&start",
    before: () => {
      const devices = navigator.mediaDevices;
      const original = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async (constraints) => {
        const stream = await original(constraints);
        Object.assign(window, { lastStream: stream });
        return stream;
      };
    },
  });
  const before = await reportWhere(page, "things on camera", ({ result, frames }) =>
    Boolean(result?.detections.length && frames.processed > 3),
  );
  await page.evaluate(() => {
    const { lastStream } = window as unknown as { lastStream: MediaStream };
    for (const track of lastStream.getTracks()) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  });
  await reportWhere(
    page,
    "frames from the camera again",
    ({ frames }) => frames.processed > before.frames.processed + 5,
  );
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
});
