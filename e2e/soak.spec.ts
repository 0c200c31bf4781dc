import { expect, test } from "./support/app.ts";
import { bytesPerFrame, growth, soak } from "./support/soak.ts";

// The quickest task: of the others `npm run soak` runs as many frames as one has time for.
test("1,500 frames at full speed leave nothing behind: heaps, wasm memory, GPU buffers, open frames", async ({
  open,
}) => {
  // As fast as the machine can.
  test.setTimeout(600_000);
  const { page } = await open({ query: "task=segment&source=sample&start&backend=wasm" });
  // Until then engine and page are still compiled anew, by parts.
  const samples = await soak(page, { frames: 600, warmUp: 900, every: 75 });
  const seen = (["workerBytes", "pageBytes"] as const).map(
    (heap) =>
      `${heap} ${bytesPerFrame(samples, heap).toFixed(0)} a frame: ${samples.map((one) => one[heap])}`,
  );
  test.info().annotations.push({ type: "seen", description: seen.join("; ") });
  // No frame touches the page, which renders once a second and warms up for minutes: a long soak tells more of it.
  expect(growth(samples, { workerBytes: 128, pageBytes: 2048 })).toEqual([]);
});
