import { AppError, type Box, clipBox, type Region } from "#shared";
import type { FacesOptions, FacesResult, FrameInfo } from "#tasks";
import type { RunnerFrame, TaskRun, TaskRunner } from "#tasks/runner";
import type { Square } from "./face-track.ts";
import { boxOf } from "./find-faces.ts";
import { FaceFollower, type FaceModels, strongScore } from "./follow-faces.ts";
import { HiddenHeads, headRegion, hideScore } from "./hide.ts";
import { hideUnconfirmed, SmallFaces } from "./small-faces.ts";
import { searchStill, shapeStill } from "./still-faces.ts";
import type { Face, MeshPoint } from "./task.ts";

/**
 * A face's box beside the square of the finder, brows to chin: the head from the hair to the chin, as large
 * as others draw theirs. On 24 faces of photos that it was not chosen on, the side of Human's box is 0.996
 * of this one (median) and the mean overlap is at its best, 0.79, from 1.3 to 1.36; with MediaPipe's, which
 * finds seven of them, it is 0.66 here and at best 0.67, at 1.45.
 */
const boxFactor = 1.36;

/** Finds faces and their meshes; in live mode follows them, and what must be covered. */
export const runner = {
  begin(models, mode) {
    const { finder, mesher } = models;
    if (!finder || !mesher) {
      throw new AppError("internal", { reason: "faces needs the models finder and mesher" });
    }
    const both: FaceModels = { finder, mesher };
    if (mode === "live") return beginLive(both);
    return { run: (frame, options) => runStill(both, frame, options) };
  },
} satisfies TaskRunner<"faces">;

function beginLive(models: FaceModels): TaskRun<"faces"> {
  let follower = new FaceFollower(models);
  let heads = new HiddenHeads();
  let small = new SmallFaces();
  let last: FrameInfo | undefined;
  return {
    async run(frame, options) {
      const { info } = frame;
      // A turned phone or another resolution starts afresh.
      if (info.width !== last?.width || info.height !== last.height) {
        follower = new FaceFollower(models);
        heads = new HiddenHeads();
        small = new SmallFaces();
      }
      last = info;
      const hiding = options.hide !== "off";
      if (!hiding) small = new SmallFaces();
      const { tracks, found } = await follower.follow(frame, {
        minScore: options.minScore,
        mesh: options.mesh,
        ...(hiding && { searchDownTo: hideScore }),
      });
      const faces = tracks
        .filter(({ score }) => score >= options.minScore * 0.6)
        .sort((a, b) => b.score - a.score || a.id - b.id)
        .map(({ id, score, shown, mesh }) => ({
          ...faceOf(score, shown, mesh, options),
          trackId: id,
        }));
      if (!hiding) return resultOf(info, faces, options, undefined);
      // Not the steadied squares: those lag behind a face that moves.
      const followed = tracks.map(({ square }) => square);
      const others = [...found, ...(await small.search(models, frame))];
      const seen = [...followed, ...others.filter((face) => !isWithin(face, followed))];
      const hidden = heads.cover(seen, info.timestampMs, options.hideSize);
      return resultOf(info, faces, options, hidden);
    },
  };
}

async function runStill(
  models: FaceModels,
  frame: RunnerFrame,
  options: FacesOptions,
): Promise<FacesResult> {
  const faces: Face[] = [];
  const hidden: Region[] = [];
  const hiding = options.hide !== "off";
  const lowest = hiding ? Math.min(hideScore, options.minScore) : options.minScore;
  for (const found of await searchStill(models, frame, lowest)) {
    const { score, square, mesh } = await shapeStill(models, frame, found);
    const isFace = mesh !== undefined || (found.whole && score >= strongScore);
    if (isFace && score >= options.minScore) faces.push(faceOf(score, square, mesh, options));
    // A single tile sees faces in many things: there the mesh, or more likeness, must speak for one.
    if (hiding && (mesh || found.whole || score >= hideUnconfirmed)) {
      hidden.push(headRegion(square, options.hideSize));
    }
  }
  return resultOf(frame.info, faces, options, hiding ? hidden : undefined);
}

/** Its cover would lie within that of a face which is followed. */
function isWithin({ centre: [x, y], side }: Square, followed: readonly Square[]): boolean {
  return followed.some(
    (face) =>
      Math.hypot(x - face.centre[0], y - face.centre[1]) < 0.25 * face.side &&
      side <= 1.1 * face.side,
  );
}

function faceOf(
  score: number,
  square: Square,
  mesh: readonly MeshPoint[] | undefined,
  options: FacesOptions,
): Face {
  const box: Box = boxOf({ ...square, side: square.side * boxFactor });
  return { score, box, ...(options.mesh && mesh && { mesh }) };
}

function resultOf(
  { width, height, timestampMs }: FrameInfo,
  faces: readonly Face[],
  { maxFaces }: FacesOptions,
  hidden: readonly Region[] | undefined,
): FacesResult {
  const frame = { width, height, timestampMs };
  const visible = faces
    .map((face) => ({ ...face, box: clipBox(face.box, frame) }))
    .filter(({ box }) => box[2] > 0 && box[3] > 0);
  return {
    task: "faces",
    frame,
    faces: visible.slice(0, Math.max(1, maxFaces)),
    ...(hidden && { hidden }),
  };
}
