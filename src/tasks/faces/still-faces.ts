import type { Region, Size } from "#shared";
import type { RunnerFrame } from "#tasks/runner";
import type { Square } from "./face-track.ts";
import { type FoundFace, findFaces } from "./find-faces.ts";
import type { FaceModels } from "./follow-faces.ts";
import { cropOf, meshFace, squareOf } from "./mesh-face.ts";
import type { MeshPoint } from "./task.ts";
import { tilesOf } from "./tiles.ts";

/** A face found in a picture or in one of the closer and turned views of it. */
export interface SearchedFace extends FoundFace {
  /** The view of the whole, upright picture shows it. */
  readonly whole: boolean;
}

/** A face of a single picture. */
export interface StillFace {
  readonly score: number;
  readonly square: Square;
  readonly mesh?: readonly MeshPoint[];
}

/** How many tiles cover the longer side: for faces half, then a quarter as large as the whole shows. */
const tileCounts = [2, 4] as const;
/** What a crop must hold to be the mesh of a face. */
const flagLimit = 0.5;

/** Turned views of the whole picture, in which people lie or hang: the finder knows upright faces best. */
function turnedViews({ width, height }: Size): Region[] {
  const side = Math.max(width, height);
  return [Math.PI / 2, Math.PI, -Math.PI / 2].map((rotation) => ({
    centerX: width / 2,
    centerY: height / 2,
    width: side,
    height: side,
    rotation,
  }));
}

/**
 * Searches a single picture as a whole, in tiles at larger scales for small faces, and turned.
 * @param minScore 0 … 1, both excluded
 * @returns best first, doubles left out
 */
export async function searchStill(
  { finder }: FaceModels,
  frame: RunnerFrame,
  minScore: number,
): Promise<SearchedFace[]> {
  const first = await findFaces(finder, frame, minScore);
  const all: SearchedFace[] = first.map((face) => ({ ...face, whole: true }));
  for (const view of [...tilesOf(frame.info, tileCounts), ...turnedViews(frame.info)]) {
    const within = view.rotation === 0 ? view : undefined;
    for (const face of await findFaces(finder, frame, minScore, view)) {
      if (!within || isWhole(face, within, frame.info)) all.push({ ...face, whole: false });
    }
  }
  const kept: SearchedFace[] = [];
  for (const face of all.sort((a, b) => b.score - a.score)) {
    const same = kept.findIndex((other) => isDouble(face, other));
    const better = kept[same];
    if (!better) kept.push(face);
    else kept[same] = { ...better, whole: better.whole || face.whole };
  }
  return kept;
}

/** Half a face at the edge of a tile is found whole in the next one. */
function isWhole({ centre: [x, y], side }: FoundFace, tile: Region, size: Size): boolean {
  const half = tile.width / 2;
  const margin = side * 0.35;
  const clear = (at: number, middle: number, length: number): boolean =>
    (at - margin >= middle - half || middle - half <= 0) &&
    (at + margin <= middle + half || middle + half >= length);
  return clear(x, tile.centerX, size.width) && clear(y, tile.centerY, size.height);
}

/** One face found at two scales; or part of a face, which may look like a smaller one. */
function isDouble(a: FoundFace, b: FoundFace): boolean {
  const distance = Math.hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]);
  return distance < 0.5 * Math.max(a.side, b.side);
}

/** Fits the mesh of a found face, twice: the second crop, made from the first mesh, sits better. */
export async function shapeStill(
  { mesher }: FaceModels,
  frame: RunnerFrame,
  { score, ...found }: FoundFace,
): Promise<StillFace> {
  const first = await meshFace(mesher, frame, cropOf(found));
  if (first.flag < flagLimit) return { score, square: found };
  const second = await meshFace(mesher, frame, cropOf(squareOf(first.mesh)));
  const { mesh } = second.flag < flagLimit ? first : second;
  return { score, square: squareOf(mesh), mesh };
}
