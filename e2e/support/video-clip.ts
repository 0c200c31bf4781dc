import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchBare } from "./browser.ts";
import { bundleModule } from "./bundle.ts";

const cacheFolder = "node_modules/.cache/localens";

/** A moment of `sampleVideo` at which the street is seen, and one at which nothing is, in seconds. */
export const streetSeconds = 1;
export const emptySeconds = 3;

/**
 * A video as a browser records it (WebM without a length in its head), 640 × 480: two seconds of the
 * drawn sample, then two seconds of plain grey. Made once and kept.
 */
export async function sampleVideo(): Promise<Buffer> {
  const drawing = await bundleModule("src/tasks/detect/sample.ts", "Sample");
  const hash = createHash("sha256")
    .update(drawing)
    .update(readFileSync(import.meta.filename));
  const path = join(cacheFolder, `video-${hash.digest("hex").slice(0, 16)}.webm`);
  if (existsSync(path)) return readFileSync(path);
  const { page, close } = await launchBare();
  try {
    await page.addScriptTag({ content: drawing });
    const base64 = await page.evaluate(async () => {
      const { Sample } = window as unknown as {
        Sample: { drawSample(context: unknown, timeMs: number): void };
      };
      const canvas = document.createElement("canvas");
      canvas.width = 640;
      canvas.height = 480;
      const context = canvas.getContext("2d", { alpha: false });
      if (!context) throw new Error("no canvas");
      const recorder = new MediaRecorder(canvas.captureStream(30), {
        mimeType: "video/webm;codecs=vp9",
        videoBitsPerSecond: 4_000_000,
      });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      recorder.start();
      const startMs = performance.now();
      await new Promise<void>((resolve) => {
        const tick = (): void => {
          const timeMs = performance.now() - startMs;
          if (timeMs < 2_000) Sample.drawSample(context, 9_000 + timeMs);
          else {
            context.fillStyle = "#777";
            context.fillRect(0, 0, canvas.width, canvas.height);
          }
          if (timeMs < 4_000) requestAnimationFrame(tick);
          else resolve();
        };
        tick();
      });
      recorder.stop();
      await stopped;
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    });
    const video = Buffer.from(base64, "base64");
    mkdirSync(cacheFolder, { recursive: true });
    // Written aside and renamed, so that two workers never read half a video.
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, video);
    renameSync(aside, path);
    return video;
  } finally {
    await close();
  }
}
