import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { launchBare } from "./browser.ts";
import { bundleModule } from "./bundle.ts";

const cacheFolder = "node_modules/.cache/localens";
const frames = 120;
const framesPerSecond = 30;

function sourceHash(task: string): string {
  const hash = createHash("sha256").update(readFileSync(import.meta.filename));
  const folder = `src/tasks/${task}`;
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (file.endsWith(".ts")) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

interface SamplePage {
  draw(width: number, height: number, timeMs: number, type: string): Promise<Buffer>;
  close(): Promise<void>;
}

async function openSample(task: string, module: string): Promise<SamplePage> {
  const { page, close } = await launchBare();
  await page.addScriptTag({
    content: await bundleModule(`src/tasks/${task}/${module}.ts`, "Sample"),
  });
  return {
    close,
    draw: async (width, height, timeMs, type) => {
      const base64 = await page.evaluate(
        async (wanted) => {
          const canvas = new OffscreenCanvas(wanted.width, wanted.height);
          const context = canvas.getContext("2d");
          const { Sample } = window as unknown as {
            Sample: { drawSample(context: unknown, timeMs: number): void };
          };
          Sample.drawSample(context, wanted.timeMs);
          const blob = await canvas.convertToBlob({ type: wanted.type, quality: 0.9 });
          const bytes = new Uint8Array(await blob.arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        },
        { width, height, timeMs, type },
      );
      return Buffer.from(base64, "base64");
    },
  };
}

/** One moment of a task's drawn sample as a PNG file. */
export async function samplePicture(
  width: number,
  height: number,
  timeMs: number,
  task = "detect",
): Promise<Buffer> {
  const sample = await openSample(task, "sample");
  try {
    return await sample.draw(width, height, timeMs, "image/png");
  } finally {
    await sample.close();
  }
}

/**
 * A camera for Chromium's `--use-file-for-fake-video-capture`: four seconds of a task's drawn sample as
 * motion JPEG (JPEG pictures one after another), 640 × 480. Made once and kept.
 */
export function sampleClip(task = "detect"): Promise<string> {
  return drawnClip(task, "sample", frames);
}

/** The same of another module of the task that draws by the clock, so many frames of it. */
export async function drawnClip(task: string, module: string, frames: number): Promise<string> {
  const name = module === "sample" ? task : `${task}-${basename(module)}`;
  const path = join(cacheFolder, `${name}-${sourceHash(task)}.mjpeg`);
  if (existsSync(path)) return path;
  const sample = await openSample(task, module);
  try {
    const jpegs: Buffer[] = [];
    for (let frame = 0; frame < frames; frame += 1) {
      jpegs.push(await sample.draw(640, 480, (frame * 1000) / framesPerSecond, "image/jpeg"));
    }
    mkdirSync(cacheFolder, { recursive: true });
    // Written aside and renamed, so that two workers never read half a clip.
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, Buffer.concat(jpegs));
    renameSync(aside, path);
    return path;
  } finally {
    await sample.close();
  }
}

/**
 * A camera that shows one picture for ever, and the very JPEG that it shows: cut to even sides, which
 * Chromium's fake camera insists on.
 */
export async function stillClip(jpegPath: string): Promise<{ clip: string; picture: string }> {
  const source = readFileSync(jpegPath);
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 16);
  const picture = join(cacheFolder, `still-${hash}.jpg`);
  const clip = join(cacheFolder, `still-${hash}.mjpeg`);
  if (existsSync(clip) && existsSync(picture)) return { clip, picture };
  const { page, close } = await launchBare();
  try {
    const base64 = await page.evaluate(async (picture64) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${picture64}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth & ~1;
      canvas.height = image.naturalHeight & ~1;
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      return canvas.toDataURL("image/jpeg", 0.95).split(",")[1] ?? "";
    }, source.toString("base64"));
    const jpeg = Buffer.from(base64, "base64");
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(picture, jpeg);
    writeFileSync(clip, Buffer.concat(Array.from({ length: 4 }, () => jpeg)));
    return { clip, picture };
  } finally {
    await close();
  }
}
