import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { overlap } from "#shared";
import type { HideStyle, OptionsOf } from "#tasks";
import { expect } from "./support/app.ts";
import {
  attachSeen,
  type FaceFinders,
  openFaceFinders,
  type SeenFace,
  type SeenFaces,
} from "./support/face-finders.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";
import { evenTimes, openVideoDesk, type VideoDesk } from "./support/video-desk.ts";
import { putFile, test } from "./support/worker-tab.ts";

let finders: FaceFinders;
let desk: VideoDesk;
test.beforeAll(async () => {
  [finders, desk] = await Promise.all([openFaceFinders(), openVideoDesk()]);
});
test.afterAll(async () => {
  await Promise.all([finders.close(), desk.close()]);
});

/** A tab whose worker has the faces task loaded. */
async function ready(workerTab: () => Promise<Page>): Promise<Page> {
  const page = await workerTab();
  await page.evaluate(() =>
    window.call("load", { task: "faces", allowed: { backend: "wasm" }, refused: [] }),
  );
  return page;
}

/** Every frame of a video, in pictures; and every frame of the copy that the app writes with faces hidden. */
async function bareAndHidden(
  page: Page,
  video: Buffer,
  hide: HideStyle,
): Promise<{ readonly bare: readonly Buffer[]; readonly hidden: readonly Buffer[] }> {
  await putFile(page, video, "people.mp4");
  const copy = await page.evaluate(async (hide) => {
    const { file } = window;
    const faces: OptionsOf<"faces"> = { ...window.facesOptions, mesh: false, hide };
    const { answer } = await window.told("exportVideo", {
      ...{ file, name: file.name, withAudio: false },
      options: { task: "faces", options: faces },
    });
    return window.base64Of(answer?.blob ?? new Blob());
  }, hide);
  const { timesMs } = await desk.read(video);
  const numbers = timesMs.map((_, index) => index);
  const { pictures: bare } = await desk.read(video, numbers);
  const { pictures: hidden } = await desk.read(Buffer.from(copy, "base64"), numbers);
  expect(hidden).toHaveLength(bare.length);
  return { bare, hidden };
}

/**
 * Those that lie where either finder sees a face in the bare picture of that moment. The others are none:
 * Human, as it comes, believes from a score of 0.2 on, and takes a bent elbow for a face now and then.
 */
async function onFaces(seen: SeenFaces, bare: readonly Buffer[]): Promise<SeenFaces> {
  const isOnFace = async ({ picture, box }: SeenFace): Promise<boolean> => {
    const { human, mediapipe } = await finders.seenIn([bare[picture] ?? Buffer.alloc(0)]);
    return [...human, ...mediapipe].some((face) => overlap(face.box, box) > 0.1);
  };
  const kept = async (faces: readonly SeenFace[]): Promise<SeenFace[]> => {
    const onFace = await Promise.all(faces.map(isOnFace));
    return faces.filter((_, index) => onFace[index]);
  };
  return { human: await kept(seen.human), mediapipe: await kept(seen.mediapipe) };
}

/** Without hiding both finders see faces in this video, and with it none in any frame; most of it is left. */
async function expectHidden(page: Page, video: Buffer, hide: HideStyle): Promise<void> {
  const { bare, hidden } = await bareAndHidden(page, video, hide);
  const uncovered = await finders.seenIn(bare.filter((_, number) => number % 6 === 0));
  expect(uncovered.human.length).toBeGreaterThan(0);
  const seen = await finders.seenIn(hidden);
  await attachSeen(seen, hidden);
  expect.soft(await onFaces(seen, bare), hide).toEqual({ human: [], mediapipe: [] });
  for (const [number, picture] of hidden.entries()) {
    if (number % 6 !== 0) continue;
    const { alike } = await desk.compare(picture, bare[number] ?? Buffer.alloc(0));
    expect.soft(alike, `frame ${number}`).toBeGreaterThan(0.6);
  }
}

test("people who enter, turn, leave, return and pass each other: two finders see none of them in any frame of a copy", async ({
  workerTab,
}) => {
  const page = await ready(workerTab);
  const timesMs = evenTimes(48, 6);
  const wanted = { width: 640, height: 480, sampleFromMs: 0, timesMs } as const;
  const video = await desk.make(
    { ...wanted, extension: "mp4", codec: "avc" },
    "faces",
    "sample/crossing",
  );
  await expectHidden(page, video, "blur");
});

/** Real people: where from, and how ffmpeg makes a clip of them. */
const clips: readonly { readonly from: readonly string[]; filter: string; hide: HideStyle }[] = [
  // Somebody who looks about.
  {
    from: ["-ss", "2", "-i", shared("videos/volcomix_Thoughtful-35590.mp4")],
    filter: "scale=640:-2",
    hide: "pixelate",
  },
  // A small face that dances.
  { from: ["-i", shared("videos/tfjs-models_pose_1.mp4")], filter: "null", hide: "blur" },
  // Three people, in and out at every edge.
  {
    from: ["-loop", "1", "-i", shared("images/tfjs-models/three_people.jpg")],
    filter:
      "scale=900:-2,crop=640:480:x='(iw-640)*(0.5-0.5*cos(t*2))':y='(ih-480)*(0.5-0.5*cos(t*1.5))'",
    hide: "blur",
  },
  // A woman who comes, goes and returns.
  {
    from: ["-loop", "1", "-i", shared("images/coral/grace_hopper.bmp")],
    filter: "scale=-2:480,pad=1500:480:640:0:gray,crop=640:480:x='430-430*cos(t*2.5)':y=0",
    hide: "pixelate",
  },
  // Two near and two far.
  {
    from: ["-loop", "1", "-i", shared("images/coral/face.jpg")],
    filter:
      "scale=760:-2,crop=640:480:x='(iw-640)*(0.5-0.5*cos(t*2))':y='(ih-480)*(0.5-0.5*cos(t*3))'",
    hide: "solid",
  },
];

test("real people: two finders see none of them in any frame of a copy", async ({
  workerTab,
}, testInfo) => {
  test.skip(!hasSharedData, noSharedData);
  test.setTimeout(240_000);
  const page = await ready(workerTab);
  for (const [number, { from, filter, hide }] of clips.entries()) {
    const path = testInfo.outputPath(`people-${number}.mp4`);
    const shape = ["-vf", `${filter},format=yuv420p`, "-r", "8", "-t", "2.5", "-c:v", "libx264"];
    const { status } = spawnSync("ffmpeg", ["-v", "error", ...from, ...shape, "-an", path]);
    test.skip(status !== 0, "ffmpeg with H.264 is not on this machine");
    await test.step(`clip ${number}`, () => expectHidden(page, readFileSync(path), hide));
  }
});
