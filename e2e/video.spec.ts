import type { LoadRequest } from "#protocol";
import { overlayColour } from "../src/tasks/colours.ts";
import { expect } from "./support/app.ts";
import { openPeer } from "./support/peer.ts";
import { evenTimes, openVideoDesk, type VideoDesk } from "./support/video-desk.ts";
import { putFile, test } from "./support/worker-tab.ts";

let desk: VideoDesk;
test.beforeAll(async () => {
  desk = await openVideoDesk();
});
test.afterAll(async () => {
  await desk.close();
});

const detect: LoadRequest = { task: "detect", allowed: { backend: "wasm" }, refused: [] };
const faces: LoadRequest = { task: "faces", allowed: { backend: "wasm" }, refused: [] };
const street = { width: 640, height: 480, sampleFromMs: 9_000 } as const;
const grey = { width: 320, height: 240, sampleFromMs: null } as const;
const mp4 = { ...grey, extension: "mp4", codec: "avc" } as const;
const webm = { ...grey, extension: "webm", codec: "vp8" } as const;
/** Long enough for a WebM of several clusters. */
const longMs = evenTimes(60, 10);

/** Uneven on purpose: a phone's camera keeps no exact pace. */
const unevenMs = [0, 40, 70, 110, 200, 233, 260, 300, 340, 400, 440, 470, 500, 555, 600, 640];

test("a video runs frame by frame, with its own times, tracks, progress and nothing left open", async ({
  workerTab,
}) => {
  const page = await workerTab();
  const video = await desk.make({ ...street, extension: "mp4", codec: "avc", timesMs: unevenMs });
  await putFile(page, video, "street.mp4");
  const told = await page.evaluate(async (load) => {
    await window.call("load", load);
    const { file } = window;
    const facts = await window.call("readVideo", { file, name: file.name });
    const run = await window.told("runVideo", {
      file,
      name: file.name,
      options: window.detectOptions,
      everyNth: 1,
    });
    return { facts, run };
  }, detect);
  expect(told.facts).toMatchObject({ width: 640, height: 480, frames: 16, audioCodec: null });
  expect(told.facts.codec).toMatch(/^avc1/);
  const { answer, results, progress, lasts } = told.run;
  expect(answer).toMatchObject({ framesDone: 16 });
  expect(lasts).toBe(1);
  expect(results.map(([timeMs]) => Math.round(timeMs))).toEqual(unevenMs);
  for (const [timeMs, result] of results) expect(result.frame.timestampMs).toBe(timeMs);
  expect(progress.at(-1)).toMatchObject({ framesDone: 16, framesTotal: 16 });
  const done = progress.map(({ framesDone }) => framesDone);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  // The same thing keeps its number from frame to frame: it was one run, not sixteen pictures.
  const tracks = results.map(([, result]) =>
    result.task === "detect" ? result.detections.map(({ trackId }) => trackId) : [],
  );
  const last = tracks.at(-1) ?? [];
  expect(last.length).toBeGreaterThan(0);
  expect(tracks.at(-2)?.some((id) => id !== undefined && last.includes(id))).toBe(true);
});

test("every third frame is looked at, or the run is cancelled half-way and told as far as it came", async ({
  workerTab,
}) => {
  const page = await workerTab();
  const video = await desk.make({ ...grey, extension: "webm", codec: "vp8", timesMs: unevenMs });
  await putFile(page, video, "grey.webm");
  const { third, cancelled, after } = await page.evaluate(async (load) => {
    await window.call("load", load);
    const { file } = window;
    const video = { file, name: file.name, options: window.detectOptions };
    const third = await window.told("runVideo", { ...video, everyNth: 3 });
    const cancelled = await window.told("runVideo", { ...video, everyNth: 1 }, 1);
    const after = await window.told("runVideo", { ...video, everyNth: 8 });
    return { third, cancelled, after };
  }, detect);
  expect(third.results.map(([timeMs]) => Math.round(timeMs))).toEqual(
    unevenMs.filter((_, index) => index % 3 === 0),
  );
  expect(third.progress.at(-1)).toMatchObject({ framesDone: 6, framesTotal: 6 });
  expect(cancelled.error?.name).toBe("AbortError");
  expect(cancelled.lasts).toBe(1);
  expect(cancelled.results.length).toBeGreaterThanOrEqual(1);
  expect(cancelled.results.length).toBeLessThan(16);
  expect(after.answer).toMatchObject({ framesDone: 2 });
});

/** What is wrong with a video, made from a sound one. */
const faults: readonly {
  readonly name: string;
  readonly fault: string;
  readonly bytes: () => Promise<Buffer>;
  /** How many of the sixteen frames are found before it shows. */
  readonly found?: (count: number) => boolean;
}[] = [
  {
    name: "a text with a video's name",
    fault: "unknown-format",
    bytes: async () => Buffer.from("no video at all, whatever its name says"),
  },
  { name: "an empty file", fault: "unknown-format", bytes: async () => Buffer.alloc(0) },
  {
    name: "sound only",
    fault: "no-video-track",
    bytes: () => desk.make({ ...mp4, timesMs: unevenMs, withSound: true, withoutPicture: true }),
  },
  {
    name: "an MP4 whose end is missing",
    fault: "truncated",
    bytes: async () => cut(await desk.make({ ...mp4, timesMs: unevenMs }), 0.5),
    found: (count) => count > 0 && count < 16,
  },
  {
    name: "an MP4 whose index was at the missing end",
    fault: "truncated",
    bytes: async () => cut(await desk.make({ ...mp4, timesMs: unevenMs, indexAtEnd: true }), 0.5),
  },
  {
    name: "a WebM whose end is missing",
    fault: "truncated",
    bytes: async () => cut(await desk.make({ ...webm, timesMs: longMs }), 0.6),
    found: (count) => count > 0 && count < longMs.length,
  },
  {
    name: "pictures in a codec that no browser has",
    fault: "undecodable-codec",
    bytes: async () => renamed(await desk.make({ ...mp4, timesMs: unevenMs }), "avc1", "xvid"),
  },
  {
    name: "pictures on a transparent ground",
    fault: "transparent",
    bytes: () => desk.make({ ...webm, codec: "vp9", timesMs: unevenMs, transparent: true }),
  },
  {
    name: "noise where pictures should be",
    fault: "damaged",
    bytes: async () => noisy(await desk.make({ ...webm, timesMs: unevenMs })),
  },
];

function cut(video: Buffer, part: number): Buffer {
  return video.subarray(0, Math.floor(video.length * part));
}

function renamed(video: Buffer, from: string, to: string): Buffer {
  return Buffer.from(video.toString("latin1").replaceAll(from, to), "latin1");
}

/** The second half of the file, but for its very end, made of ones. */
function noisy(video: Buffer): Buffer {
  const copy = Buffer.from(video);
  copy.fill(0xff, Math.floor(copy.length * 0.5), Math.floor(copy.length * 0.9));
  return copy;
}

test("what is wrong with a file is told by its kind, after what could be found", async ({
  workerTab,
}) => {
  const page = await workerTab();
  await page.evaluate((load) => window.call("load", load), detect);
  const outcomes: Record<string, unknown> = {};
  for (const { name, bytes, found } of faults) {
    await putFile(page, await bytes(), "broken.mp4");
    const told = await page.evaluate(() => {
      const { file } = window;
      const video = { file, name: file.name, options: window.detectOptions };
      return window.told("runVideo", { ...video, everyNth: 1 });
    });
    const details = told.error?.details as { fault: string; file: string } | undefined;
    expect.soft(told.error?.code, name).toBe("video-refused");
    outcomes[name] = details?.fault;
    expect.soft(details?.file, name).toBe("broken.mp4");
    expect
      .soft(
        (found ?? ((count) => count === 0))(told.results.length),
        `${name}: ${told.results.length}`,
      )
      .toBe(true);
    expect.soft(told.lasts, name).toBe(1);
  }
  expect(outcomes).toEqual(Object.fromEntries(faults.map(({ name, fault }) => [name, fault])));
});

test("a browser without decoders says so, whatever the file", async ({ workerTab }) => {
  const page = await workerTab();
  await putFile(page, await desk.make({ ...mp4, timesMs: unevenMs }), "street.mp4");
  await page
    .workers()
    .find((worker) => /entry/.test(worker.url()))
    ?.evaluate(() => Reflect.deleteProperty(globalThis, "VideoDecoder"));
  const failure = await page.evaluate(() =>
    window.call("readVideo", { file: window.file, name: "street.mp4" }).then(
      () => undefined,
      ({ code, details }) => ({ code, details }),
    ),
  );
  expect(failure).toMatchObject({ code: "video-refused", details: { fault: "no-webcodecs" } });
});

test("a phone's upright video is seen upright, and its frame at a moment is that frame", async ({
  workerTab,
}) => {
  const page = await workerTab();
  const video = await desk.make({ ...mp4, ...street, timesMs: unevenMs, rotation: 90 });
  await putFile(page, video, "upright.mp4");
  const { facts, run, shown } = await page.evaluate(async (load) => {
    await window.call("load", load);
    const { file } = window;
    const name = file.name;
    const facts = await window.call("readVideo", { file, name });
    const run = await window.told("runVideo", {
      file,
      name,
      options: window.detectOptions,
      everyNth: 15,
    });
    const frame = async (timeMs: number, longestSide?: number) => {
      const at = { file, name, timeMs, annotate: null, ...(longestSide && { longestSide }) };
      const { bitmap, timeMs: beginsMs } = await window.call("videoFrameAt", at);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
      return { beginsMs, base64: await window.base64Of(await canvas.convertToBlob()) };
    };
    return { facts, run, shown: [await frame(305), await frame(-5), await frame(9_999, 64)] };
  }, detect);
  expect(facts).toMatchObject({ width: 480, height: 640 });
  expect(run.results.map(([, { frame }]) => [frame.width, frame.height])).toEqual([
    [480, 640],
    [480, 640],
  ]);
  expect(shown.map(({ beginsMs }) => Math.round(beginsMs))).toEqual([300, 0, 640]);
  const { pictures } = await desk.read(video, [7, 0, 15]);
  for (const [index, { base64 }] of shown.entries()) {
    const png = Buffer.from(base64, "base64");
    const expected = pictures[index] ?? Buffer.alloc(0);
    const { alike, width, height } = await desk.compare(png, expected);
    expect([width, height]).toEqual(index === 2 ? [48, 64] : [480, 640]);
    expect(alike, `picture ${index}`).toBeGreaterThan(0.97);
  }
});

for (const { extension, without } of [
  { extension: "mp4", without: [] },
  { extension: "webm", without: ["avc1", "hev1", "hvc1", "av01"] },
] as const) {
  test(`an annotated copy as ${extension}: every frame at its time, drawn on, with sound only where asked`, async ({
    workerTab,
  }) => {
    const page = await workerTab();
    const source = { ...street, extension: "webm", codec: "vp9", withSound: true } as const;
    const video = await desk.make({ ...source, timesMs: unevenMs });
    await putFile(page, video, "street.webm");
    await page
      .workers()
      .find((worker) => /entry/.test(worker.url()))
      ?.evaluate((without) => {
        // A device without these encoders.
        const { isConfigSupported } = VideoEncoder;
        VideoEncoder.isConfigSupported = async (config) =>
          without.some((codec) => config.codec.startsWith(codec))
            ? { supported: false, config }
            : isConfigSupported.call(VideoEncoder, config);
      }, without);
    const made = await page.evaluate(async (load) => {
      await window.call("load", load);
      const { file } = window;
      const video = { file, name: file.name, options: window.detectOptions };
      const run = await window.told("runVideo", { ...video, everyNth: 1 });
      const copies = [];
      for (const withAudio of [false, true]) {
        const told = await window.told("exportVideo", { ...video, withAudio });
        const { blob, ...facts } = told.answer ?? { blob: new Blob() };
        copies.push({ ...told, facts, base64: await window.base64Of(blob) });
      }
      return { run, copies };
    }, detect);
    const [, result] = made.run.results[8] ?? [];
    if (result?.task !== "detect") throw new Error("nothing was found");
    const [best] = result.detections;
    if (!best) throw new Error("nothing was found");
    const before = await desk.read(video, [8]);
    for (const [index, { facts, base64, progress, error }] of made.copies.entries()) {
      expect(error).toBeUndefined();
      const hasAudio = index === 1;
      expect(facts).toMatchObject({ extension, frames: 16, hasAudio, width: 640, height: 480 });
      expect(progress.at(-1)).toMatchObject({ framesDone: 16, framesTotal: 16 });
      const copy = await desk.read(Buffer.from(base64, "base64"), [8]);
      expect(copy.mimeType).toContain(`video/${extension}`);
      expect(copy.timesMs.map(Math.round)).toEqual(unevenMs);
      expect(Math.abs(copy.durationMs - before.durationMs)).toBeLessThan(60);
      expect(copy.soundPackets).toBe(hasAudio ? before.soundPackets : 0);
      // The label of the best thing is a chip of its colour, right above its box or in it.
      const [x, y] = best.box;
      const chip = [x - 4, y - 24, 80, 48] as const;
      const colour = overlayColour(best.classId).line;
      const drawn = await desk.colourIn(copy.pictures[0] ?? Buffer.alloc(0), chip, colour);
      const bare = await desk.colourIn(before.pictures[0] ?? Buffer.alloc(0), chip, colour);
      expect(drawn.part).toBeGreaterThan(0.15);
      expect(bare.part).toBeLessThan(0.02);
    }
  });
}

test("hidden faces: in an exported video no other finder sees a face, in any frame", async ({
  workerTab,
}) => {
  const page = await workerTab();
  const timesMs = evenTimes(12, 6);
  const people = { width: 1280, height: 720, sampleFromMs: 2_000, timesMs } as const;
  const video = await desk.make({ ...mp4, ...people }, "faces");
  await putFile(page, video, "people.mp4");
  const copies = await page.evaluate(async (load) => {
    await window.call("load", load);
    const { file } = window;
    const copies: string[] = [];
    for (const hide of ["blur", "solid"]) {
      const options = { task: "faces", options: { ...window.facesOptions, hide } } as never;
      const video = { file, name: file.name, options, withAudio: false };
      const { answer } = await window.told("exportVideo", video);
      copies.push(await window.base64Of(answer?.blob ?? new Blob()));
    }
    return copies;
  }, faces);
  const numbers = timesMs.map((_, index) => index);
  const peer = await openPeer();
  try {
    // The story can fail: in the original the other finder sees them.
    const { pictures } = await desk.read(video, [0]);
    expect((await peer.faces(pictures[0] ?? Buffer.alloc(0))).length).toBeGreaterThanOrEqual(2);
    for (const copy of copies) {
      const { pictures } = await desk.read(Buffer.from(copy, "base64"), numbers);
      expect(pictures).toHaveLength(timesMs.length);
      for (const [number, picture] of pictures.entries()) {
        expect(await peer.faces(picture), `frame ${number}`).toEqual([]);
      }
    }
  } finally {
    await peer.close();
  }
});
