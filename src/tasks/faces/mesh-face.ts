import { AppError, mapPoint, type Region } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import type { FoundFace } from "./find-faces.ts";
import type { MeshPoint } from "./task.ts";

/** A mesh in source pixels, and how surely the crop held a face at all. */
export interface MeshedFace {
  readonly mesh: readonly MeshPoint[];
  /** 0 … 1. */
  readonly flag: number;
}

/** How much of its surroundings a face's crop shows, as MediaPipe's face landmark graph has it. */
const cropFactor = 1.5;
/** The outer corners of the eyes in the mesh, the one at the left of the picture first. */
const eyeCorners = [33, 263] as const;

/** The turned square in which a face stands upright. */
export function cropOf({ centre, side, rotation }: Omit<FoundFace, "score">): Region {
  const size = side * cropFactor;
  return { centerX: centre[0], centerY: centre[1], width: size, height: size, rotation };
}

/**
 * Fits the 468 points of a face (Kartynnik et al., "Real-time Facial Surface Geometry from Monocular
 * Video on Mobile GPUs", arXiv 1907.06724) to an upright crop of a frame.
 */
export async function meshFace(
  mesher: RunnerModel,
  frame: RunnerFrame,
  crop: Region,
): Promise<MeshedFace> {
  const { input } = mesher.card;
  const { tensor, toSource } = await frame.fit(input, crop);
  const [points, flag] = await mesher.run(tensor);
  if (!points || !flag) throw new AppError("internal", { reason: "the mesher has two outputs" });
  const scale = crop.width / input.width;
  const mesh: MeshPoint[] = [];
  const { data } = points;
  for (let value = 0; value + 2 < data.length; value += 3) {
    const [x, y] = mapPoint(toSource, data[value] ?? 0, data[value + 1] ?? 0);
    mesh.push([x, y, (data[value + 2] ?? 0) * scale]);
  }
  return { mesh, flag: flag.data[0] ?? 0 };
}

/** The square around a mesh that the finder would have found: from its extent along the face's own axes. */
export function squareOf(mesh: readonly MeshPoint[]): Omit<FoundFace, "score"> {
  const [one, other] = eyeCorners.map((index) => mesh[index]);
  const rotation = one && other ? Math.atan2(other[1] - one[1], other[0] - one[0]) : 0;
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const [x, y] of mesh) {
    const along = x * cos + y * sin;
    const down = y * cos - x * sin;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, down);
    bottom = Math.max(bottom, down);
  }
  const along = (left + right) / 2;
  const down = (top + bottom) / 2;
  return {
    centre: [along * cos - down * sin, along * sin + down * cos],
    side: Math.max(right - left, bottom - top),
    rotation,
  };
}
