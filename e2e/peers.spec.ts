import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { type Box, overlap } from "#shared";
import { type OptionsOf, type ResultOf, type TaskId, tasks } from "#tasks";
import { expect, reportWhere } from "./support/app.ts";
import { decodePictures, type Pixels, saveZip } from "./support/exported.ts";
import { openPeer, type Peer, type PeerMesh } from "./support/peer.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";
import { putFile, test } from "./support/worker-tab.ts";

// Whole pipelines through two browsers, and slow ones where many share a machine.
test.setTimeout(600_000);

type Point = readonly [x: number, y: number];
type Person = ResultOf<"pose">["people"][number];

let peer: Peer;
test.beforeAll(async () => {
  peer = await openPeer();
});
test.afterAll(async () => {
  await peer.close();
});

/** The results of shared pictures, by their paths, each looked at as a still by the app. */
async function results<Id extends TaskId>(
  page: Page,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ResultOf<Id>>> {
  await page.getByTestId("file-input").setInputFiles(paths.map(shared));
  const { results } = await reportWhere(
    page,
    "every picture looked at",
    ({ results }) => results.length === paths.length,
    400_000,
  );
  return new Map(
    paths.map((path) => {
      const found = results.find(({ file }) => file === basename(path));
      if (!found) throw new Error(`${path} has no result`);
      return [path, found.result as unknown as ResultOf<Id>];
    }),
  );
}

/** Keeps a measured value with the story's outcome. */
function note(type: string, description: string): void {
  test.info().annotations.push({ type, description });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function apart([x, y]: Point, [otherX, otherY]: Point): number {
  return Math.hypot(x - otherX, y - otherY);
}

/** Joints by name; those that are doubted are left out. */
type Joints = Readonly<Record<string, Point>>;

function jointsOf({ keypoints }: Person): Joints {
  return Object.fromEntries(
    keypoints.filter(({ score }) => score >= 0.3).map(({ name, x, y }) => [name, [x, y] as const]),
  );
}

/** Mean distance of the joints that both name, as a part of a length; not a number where there is none. */
function distance(ours: Joints, theirs: Joints, length: number): number {
  const distances = Object.entries(ours).flatMap(([name, point]) => {
    const other = theirs[name];
    return other ? [apart(point, other)] : [];
  });
  return mean(distances) / length;
}

/** The longer side of the box around joints. */
function lengthOf(joints: Joints): number {
  const [xs, ys] = [0, 1].map((axis) => Object.values(joints).map((point) => point[axis] ?? 0));
  const extent = (all: readonly number[] = []) => Math.max(...all) - Math.min(...all);
  return Math.max(extent(xs), extent(ys));
}

/** People on whom both agree: mean distance of joints at most 3 % of the person's box. */
const agreed = [
  "images/tfjs-models/pose.jpg",
  "images/coral/squat.bmp",
  ...["000000000785", "000000000872", "000000001296", "000000003156"].map(cocoPicture),
];

/**
 * People who are small in the picture, or one of many: the peer looks at the whole picture once, Localens
 * again at the person, so the two are farther apart than 3 %. Who annotated the picture judges. Measured:
 * the distance to the peer, then ours and the peer's to the annotation, as parts of the person's box.
 */
const judged: readonly { readonly path: string; readonly person: number }[] = [
  // 15 % of the box apart; 4.3 and 13.8 % from the annotation.
  { path: cocoPicture("000000000885"), person: 0 },
  // 5.5; 3.4 and 4.9.
  { path: cocoPicture("000000001268"), person: 1 },
  // 11; 1.9 and 9.6.
  { path: cocoPicture("000000001490"), person: 0 },
  // 7.3; 5.9 and 6.5.
  { path: cocoPicture("000000002153"), person: 1 },
  // 15; 4.6 and 11.5.
  { path: cocoPicture("000000002261"), person: 0 },
  // 4.2; 2.5 and 5.2.
  { path: cocoPicture("000000002532"), person: 0 },
  // 4.2; 5.7 and 9.3.
  { path: cocoPicture("000000002685"), person: 5 },
];

function cocoPicture(id: string): string {
  return `images/coco_val2017/${id}.jpg`;
}

interface Annotated {
  readonly images: Readonly<
    Record<
      string,
      {
        readonly objects: readonly {
          /** Left, top, right, bottom. */
          readonly box: Box;
          /** x, y and whether it is there: 0 no, 1 covered, 2 seen. */
          readonly keypoints: readonly (readonly [x: number, y: number, there: number])[];
        }[];
      }
    >
  >;
}

/** Who is annotated in a picture, and the longer side of the box around each. */
function annotated(path: string, names: readonly string[]): { joints: Joints; length: number }[] {
  const text = readFileSync(shared("labels/coco_val2017_20_persons.json"), "utf8");
  const { images } = JSON.parse(text) as Annotated;
  const { objects = [] } = images[basename(path)] ?? {};
  return objects.map(({ box: [left, top, right, bottom], keypoints }) => ({
    length: Math.max(right - left, bottom - top),
    joints: Object.fromEntries(
      keypoints.flatMap(([x, y, there], index) =>
        there > 0 ? [[names[index] ?? "", [x, y] as const]] : [],
      ),
    ),
  }));
}

test("poses are where another reader of the same weights finds them, or nearer to the truth", async ({
  open,
}) => {
  test.skip(!hasSharedData, noSharedData);
  const { page } = await open({ query: "task=pose&source=files" });
  const paths = [...agreed, ...judged.map(({ path }) => path)];
  const found = await results<"pose">(page, paths);
  const both = async (path: string) => {
    const [person] = found.get(path)?.people ?? [];
    const [other] = await peer.bodies(readFileSync(shared(path)));
    if (!person || !other) throw new Error(`nobody was found in ${path}`);
    const names = person.keypoints.map(({ name }) => name);
    return { ours: jointsOf(person), theirs: other.keypoints, names };
  };
  for (const path of agreed) {
    const { ours, theirs } = await both(path);
    const part = distance(ours, theirs, lengthOf(ours));
    note(basename(path), `${(100 * part).toFixed(1)} % of the box apart`);
    expect(Object.keys(ours).length, path).toBeGreaterThanOrEqual(10);
    expect(part, path).toBeLessThanOrEqual(0.03);
  }
  for (const { path, person } of judged) {
    const { ours, theirs, names } = await both(path);
    const truth = annotated(path, names)[person];
    if (!truth) throw new Error(`${path} is not annotated`);
    const own = distance(ours, truth.joints, truth.length);
    const other = distance(theirs, truth.joints, truth.length);
    const far = distance(ours, theirs, lengthOf(ours));
    const shares = [far, own, other].map((part) => `${(100 * part).toFixed(1)} %`);
    note(basename(path), `${shares[0]} apart; to the annotation ${shares[1]}, theirs ${shares[2]}`);
    expect(own, path).toBeLessThanOrEqual(other);
    expect(own, path).toBeLessThanOrEqual(0.08);
  }
});

/** The points of a mesh at which a face is widest. */
const [rightEdge, leftEdge] = [234, 454] as const;

function faceWidth({ mesh }: PeerMesh): number {
  const [right, left] = [mesh[rightEdge], mesh[leftEdge]];
  return right && left ? apart(right, left) : Number.NaN;
}

/** Mean distance of two meshes as a part of a width; `shift` is added to the second. */
function meshDistance(
  one: readonly (readonly number[])[],
  two: readonly (readonly number[])[],
  width: number,
  shift: number,
): number {
  const distances = one.slice(0, 468).map(([x = Number.NaN, y = Number.NaN], index) => {
    const [otherX = Number.NaN, otherY = Number.NaN] = two[index] ?? [];
    return apart([x, y], [otherX + shift, otherY + shift]);
  });
  return mean(distances) / width;
}

function nearest<Face extends { readonly box: Box }>(faces: readonly Face[], box: Box): Face {
  const [best] = [...faces].sort((a, b) => overlap(b.box, box) - overlap(a.box, box));
  if (!best) throw new Error("no face was found");
  return best;
}

const facePictures: Readonly<Record<string, number>> = {
  "images/tfjs-models/portrait.jpg": 1,
  "images/tfjs-models/three_people.jpg": 3,
  "images/coral/face.jpg": 4,
  "images/coral/grace_hopper.bmp": 1,
  "images/coco_val2017/000000001296.jpg": 1,
  "images/coco_val2017/000000003156.jpg": 1,
};

/**
 * Two faces are exceptions. Measured, mean distance of the meshes in face widths: that of the man at the
 * edge of face.jpg, half cut off and 35 pixels wide, 2.3 % from the peer's mesh on its upright crop and
 * 7.1 % from the same peer's on a turned one; and that of the man in 000000003156.jpg, who looks down, 14
 * and 22 %. There the peer's own two answers must be farther apart than ours is from the nearer.
 */
test("faces are where another reader of the same weights finds them, box and mesh", async ({
  open,
}) => {
  test.skip(!hasSharedData, noSharedData);
  const { page } = await open({ query: "task=faces&source=files" });
  const paths = Object.keys(facePictures);
  const found = await results<"faces">(page, paths);
  let exceptions = 0;
  for (const path of paths) {
    const faces = found.get(path)?.faces ?? [];
    expect(faces, path).toHaveLength(facePictures[path] ?? 0);
    const upright = await peer.meshes(readFileSync(shared(path)), false);
    const turned = await peer.meshes(readFileSync(shared(path)), true);
    expect(upright, path).toHaveLength(facePictures[path] ?? 0);
    for (const theirs of upright) {
      const ours = nearest(faces, theirs.box);
      const again = nearest(turned, theirs.box);
      const width = faceWidth(theirs);
      // Its points are cut to whole pixels: half a pixel is what that takes off on average.
      const far = Math.min(
        ...[theirs, again].map(({ mesh }) => meshDistance(ours.mesh ?? [], mesh, width, 0.5)),
      );
      const itself = meshDistance(theirs.mesh, again.mesh, width, 0);
      const shared = overlap(ours.box, theirs.box);
      note(
        basename(path),
        `IoU ${shared.toFixed(3)}, mesh ${(100 * far).toFixed(1)} % apart, its own two ${(100 * itself).toFixed(1)} %`,
      );
      expect.soft(shared, path).toBeGreaterThanOrEqual(0.8);
      if (far <= 0.02) continue;
      exceptions += 1;
      expect.soft(far, path).toBeLessThanOrEqual(itself);
    }
  }
  expect(exceptions).toBeLessThanOrEqual(2);
});

test("a dancer is followed as the reference of the clip says, frame for frame", async ({
  workerTab,
}) => {
  test.skip(!hasSharedData, noSharedData);
  const page = await workerTab();
  await putFile(page, readFileSync(shared("videos/tfjs-models_pose_1.mp4")), "dance.mp4");
  const definition = tasks.find(({ id }) => id === "pose");
  const options = definition?.options as OptionsOf<"pose">;
  const told = await page.evaluate(async (options) => {
    await window.call("load", { task: "pose", allowed: { backend: "wasm" }, refused: [] });
    const { file } = window;
    const wanted = { task: "pose", options } as const;
    return window.told("runVideo", { file, name: file.name, options: wanted, everyNth: 1 });
  }, options);
  const text = readFileSync(shared("expected/tfjs-models_pose_1.json"), "utf8");
  const reference = JSON.parse(text) as Readonly<Record<string, { x: number; y: number }>>[];
  expect(told.results).toHaveLength(reference.length);
  const parts = told.results.map(([, result], index) => {
    const [person] = result.task === "pose" ? result.people : [];
    const theirs: Joints = Object.fromEntries(
      Object.entries(reference[index] ?? {}).map(([name, { x, y }]) => [name, [x, y] as const]),
    );
    return person ? distance(jointsOf(person), theirs, lengthOf(theirs)) : Number.NaN;
  });
  note("mean of all frames", `${(100 * mean(parts)).toFixed(1)} %`);
  note("worst frame", `${(100 * Math.max(...parts)).toFixed(1)} %`);
  expect(mean(parts)).toBeLessThanOrEqual(0.03);
  // The first frame is the worst, 4.2 %: nothing came before it that tells where to look closer.
  for (const [frame, part] of parts.entries()) {
    expect(part, `frame ${frame}`).toBeLessThanOrEqual(frame === 0 ? 0.06 : 0.04);
  }
});

/** Overlap of a mask with a reference picture in which `isPerson` tells people by colour. */
function maskOverlap(
  mask: Pixels,
  reference: Pixels,
  isPerson: (red: number, green: number, blue: number) => boolean,
): number {
  expect([mask.width, mask.height]).toEqual([reference.width, reference.height]);
  let both = 0;
  let either = 0;
  for (let at = 0; at < mask.data.length; at += 4) {
    const own = (mask.data[at] ?? 0) >= 128;
    const [red = 0, green = 0, blue = 0] = reference.data.subarray(at, at + 3);
    const other = isPerson(red, green, blue);
    both += Number(own && other);
    either += Number(own || other);
  }
  return both / either;
}

test("people are cut out as others cut them out", async ({ open }) => {
  test.skip(!hasSharedData, noSharedData);
  const { page } = await open({ query: "task=segment&place=files" });
  await results(page, ["images/tfjs-models/pose.jpg", "images/tfjs-models/three_people.jpg"]);
  await page.getByTestId("place-files").click();
  const files = await saveZip(page);
  const [pose, three, poseReference, threeReference] = await decodePictures([
    files["masks/pose.png"] ?? new Uint8Array(),
    files["masks/three_people.png"] ?? new Uint8Array(),
    readFileSync(shared("expected/tfjs-models_pose_segmentation.png")),
    readFileSync(shared("images/tfjs-models/three_people_binary_mask.png")),
  ]);
  if (!pose || !three || !poseReference || !threeReference) throw new Error("no masks");
  const one = maskOverlap(pose, poseReference, (red, _, blue) => blue > 128 && red < 128);
  const many = maskOverlap(three, threeReference, (red) => red >= 128);
  note("IoU", `pose.jpg ${one.toFixed(3)}, three_people.jpg ${many.toFixed(3)}`);
  expect(one).toBeGreaterThanOrEqual(0.88);
  expect(many).toBeGreaterThanOrEqual(0.9);
});
