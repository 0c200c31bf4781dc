import type { Box } from "#shared";
import { launchBare } from "./browser.ts";
import { bundleModule } from "./bundle.ts";
import type { ReadVideo, WantedVideo } from "./desk/videos.ts";

/** Codecs are there only for secure addresses. */
const origin = "http://localhost:1";

/** A browser beside the app that makes and reads videos. */
export interface VideoDesk {
  /** What is drawn is a module of the task's folder, its sample unless another is named. */
  make(wanted: WantedVideo, task?: string, module?: string): Promise<Buffer>;
  /** Decodes all of it; `pictures` are PNG files of the frames asked for by number. */
  read(
    video: Buffer,
    pictureNumbers?: readonly number[],
  ): Promise<Omit<ReadVideo, "pictures"> & { readonly pictures: readonly Buffer[] }>;
  /** The size of a picture file, and the part of a box in it, 0 … 1, that is of a colour or near it. */
  colourIn(
    picture: Buffer,
    box: Box,
    colour: string,
  ): Promise<{ readonly width: number; readonly height: number; readonly part: number }>;
  /** How alike two pictures are, 1 for the same, after the second was scaled to the first's size. */
  compare(
    picture: Buffer,
    other: Buffer,
  ): Promise<{ readonly width: number; readonly height: number; readonly alike: number }>;
  close(): Promise<void>;
}

type Desk = typeof import("./desk/videos.ts");

/** Opens a desk; close it at the end. */
export async function openVideoDesk(): Promise<VideoDesk> {
  const { page, close } = await launchBare();
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
  );
  await page.goto(`${origin}/`);
  await page.addScriptTag({ content: await bundleModule("e2e/support/desk/videos.ts", "Desk") });
  const drawings = new Map<string, string>();
  const bringSample = async (path: string): Promise<void> => {
    const code = drawings.get(path) ?? (await bundleModule(`src/tasks/${path}.ts`, "Sample"));
    drawings.set(path, code);
    await page.evaluate(`${code};globalThis.Sample = Sample;`);
  };
  return {
    async make(wanted, task = "detect", module = "sample") {
      if (wanted.sampleFromMs !== null) await bringSample(`${task}/${module}`);
      const base64 = await page.evaluate(
        (wanted) => (window as unknown as { Desk: Desk }).Desk.make(wanted),
        wanted,
      );
      return Buffer.from(base64, "base64");
    },
    async read(video, pictureNumbers = []) {
      const read = await page.evaluate(
        ([base64, numbers]) => (window as unknown as { Desk: Desk }).Desk.read(base64, numbers),
        [video.toString("base64"), pictureNumbers] as const,
      );
      return { ...read, pictures: read.pictures.map((each) => Buffer.from(each, "base64")) };
    },
    colourIn: (picture, box, colour) =>
      page.evaluate(
        ([base64, box, colour]) =>
          (window as unknown as { Desk: Desk }).Desk.colourIn(base64, box, colour),
        [picture.toString("base64"), box, colour] as const,
      ),
    compare: (picture, other) =>
      page.evaluate(([one, two]) => (window as unknown as { Desk: Desk }).Desk.compare(one, two), [
        picture.toString("base64"),
        other.toString("base64"),
      ] as const),
    close,
  };
}

/** The beginnings of `count` frames that follow each other evenly. */
export function evenTimes(count: number, framesPerSecond: number): number[] {
  return Array.from({ length: count }, (_, index) => (index * 1000) / framesPerSecond);
}
