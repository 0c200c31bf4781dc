import { type Box, overlap, type Size } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { FaceTrack, type Square } from "./face-track.ts";
import { boxOf, type FoundFace, findFaces } from "./find-faces.ts";
import { cropOf, meshFace } from "./mesh-face.ts";

/** The two networks of the task. */
export interface FaceModels {
  readonly finder: RunnerModel;
  readonly mesher: RunnerModel;
}

/** What is wanted of the follower for one frame. */
export interface Wanted {
  /** The score at which a face appears, 0 … 1. */
  readonly minScore: number;
  /** Meshes are shown, so every face needs one. */
  readonly mesh: boolean;
  /**
   * Every frame must be searched, down to this score: what is found and not followed is wanted, too.
   * Without it the finder rests while every face is followed.
   */
  readonly searchDownTo?: number;
}

/** What the follower knows about one frame. */
export interface Followed {
  readonly tracks: readonly FaceTrack[];
  /** All that the finder saw, if it ran. */
  readonly found: readonly FoundFace[];
}

/** The finder alone is believed from here on; below, a mesh must agree: animals and shadows score up to 0.7. */
export const strongScore = 0.8;
/** Followed faces at most. */
const mostTracks = 10;
/** A crop that holds a face less surely than this has lost it: MediaPipe's limit for its tracking. */
const flagLimit = 0.5;
/** So many faces are followed by mesh even where none is shown: beyond, one look of the finder is cheaper. */
const cheapMeshes = 3;
/** Milliseconds between looks for newcomers while everyone is followed. */
const lookEveryMs = 700;
/** Milliseconds for which a lost face can come back with its number. */
const rememberMs = 1500;
/** Milliseconds for which a face that only the finder sees is shown though the finder misses it. */
const missedMs = 250;

/**
 * Follows faces: the crop of each comes from its mesh in the frame before, so that the finder runs only
 * when a face is lost, when nobody is there, and now and then for newcomers (the scheme of Kartynnik et
 * al., arXiv 1907.06724, section 2.1).
 */
export class FaceFollower {
  readonly #models: FaceModels;
  #tracks: FaceTrack[] = [];
  #lost: FaceTrack[] = [];
  #nextId = 1;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(models: FaceModels) {
    this.#models = models;
  }

  /** Takes the next frame; time that runs backwards starts afresh. */
  async follow(frame: RunnerFrame, wanted: Wanted): Promise<Followed> {
    const nowMs = frame.info.timestampMs;
    if (nowMs < this.#lastMs) {
      this.#tracks = [];
      this.#lost = [];
    }
    this.#lastMs = nowMs;
    // Where every frame is searched anyway and no mesh is shown, meshes are for those that the finder misses.
    const searched = wanted.searchDownTo !== undefined;
    const byMesh = wanted.mesh || (!searched && this.#tracks.length <= cheapMeshes);
    const anyLost = byMesh && (await this.#reshapeAll(frame, nowMs));
    const look =
      anyLost ||
      !byMesh ||
      searched ||
      this.#tracks.length === 0 ||
      this.#tracks.some(({ mesh }) => !mesh) ||
      nowMs - this.#lookedMs >= lookEveryMs;
    const found = look ? await this.#look(frame, wanted, nowMs, byMesh) : [];
    if (searched && !byMesh) await this.#lookCloser(frame, found, nowMs);
    this.#forget(nowMs);
    return { tracks: this.#tracks, found };
  }

  /** Fits every followed mesh again; true when a face was lost. */
  async #reshapeAll(frame: RunnerFrame, nowMs: number): Promise<boolean> {
    let anyLost = false;
    for (const track of [...this.#tracks]) {
      if (!track.mesh) continue;
      if (!(await this.#reshape(track, frame, nowMs)) || this.#isDouble(track)) {
        anyLost = true;
        this.#lose(track);
      }
    }
    return anyLost;
  }

  async #reshape(track: FaceTrack, frame: RunnerFrame, nowMs: number): Promise<boolean> {
    const { mesh, flag } = await meshFace(this.#models.mesher, frame, cropOf(track.square));
    if (flag < flagLimit) return false;
    track.reshape(mesh, nowMs);
    return true;
  }

  /**
   * Looks by mesh at those whom the finder missed in this frame, where they were in the one before, and at
   * those whom it sees badly: its squares of weak faces, and of those that the edge cuts, lie too far inside.
   */
  async #lookCloser(frame: RunnerFrame, found: readonly FoundFace[], nowMs: number): Promise<void> {
    const isClear = ({ centre }: Square): boolean =>
      found.some(
        (face) =>
          face.centre === centre && face.score >= strongScore && !isCut(boxOf(face), frame.info),
      );
    const unclear = this.#tracks.filter(({ square }) => !isClear(square));
    for (const track of unclear.slice(0, cheapMeshes)) {
      const missed = track.seenMs < nowMs;
      const isThere = await this.#reshape(track, frame, nowMs);
      if ((missed && !isThere) || this.#isDouble(track)) this.#lose(track);
    }
  }

  /** Two crops can slide onto one face: the older stays. */
  #isDouble(track: FaceTrack): boolean {
    const box = boxOf(track.square);
    return this.#tracks.some(
      (other) => other.id < track.id && overlap(boxOf(other.square), box) > 0.5,
    );
  }

  #lose(track: FaceTrack): void {
    this.#tracks = this.#tracks.filter((other) => other !== track);
    this.#lost.push(track);
  }

  async #look(
    frame: RunnerFrame,
    { minScore, searchDownTo = minScore }: Wanted,
    nowMs: number,
    byMesh: boolean,
  ): Promise<readonly FoundFace[]> {
    this.#lookedMs = nowMs;
    const lowest = Math.min(minScore * 0.6, searchDownTo);
    const found = await findFaces(this.#models.finder, frame, lowest);
    const free = new Set(this.#tracks);
    for (const face of found) {
      const known = nearest(face, free) ?? (face.score >= minScore && this.#revive(face, free));
      if (known) {
        free.delete(known);
        known.confirm(face, nowMs, !byMesh || known.seenMs < nowMs);
        if (byMesh && !known.mesh) await this.#reshape(known, frame, nowMs);
      } else if (face.score >= minScore) {
        await this.#welcome(face, frame, nowMs);
      }
    }
    return found;
  }

  /** A face that was lost a moment ago, not far away, keeps its number. */
  #revive(face: FoundFace, free: ReadonlySet<FaceTrack>): FaceTrack | undefined {
    const track = this.#lost.find(
      ({ square }) =>
        Math.hypot(square.centre[0] - face.centre[0], square.centre[1] - face.centre[1]) <
          1.2 * Math.max(square.side, face.side) &&
        Math.max(square.side / face.side, face.side / square.side) < 2,
    );
    if (!track || this.#isTaken(face, free)) return undefined;
    this.#lost = this.#lost.filter((other) => other !== track);
    this.#tracks.push(track);
    return track;
  }

  async #welcome(face: FoundFace, frame: RunnerFrame, nowMs: number): Promise<void> {
    if (this.#tracks.length >= mostTracks || this.#isTaken(face, new Set())) return;
    const track = new FaceTrack(this.#nextId, face, nowMs);
    if (!(await this.#reshape(track, frame, nowMs)) && face.score < strongScore) return;
    this.#nextId += 1;
    this.#tracks.push(track);
  }

  /** A second find on a face that is followed already is no newcomer. */
  #isTaken(face: FoundFace, free: ReadonlySet<FaceTrack>): boolean {
    const box = boxOf(face);
    return this.#tracks.some(
      (track) => !free.has(track) && overlap(boxOf(track.square), box) > 0.3,
    );
  }

  #forget(nowMs: number): void {
    for (const track of [...this.#tracks]) {
      if (nowMs - track.seenMs > missedMs) this.#lose(track);
    }
    this.#lost = this.#lost.filter(({ seenMs }) => nowMs - seenMs <= rememberMs);
  }
}

function isCut([x, y, width, height]: Box, frame: Size): boolean {
  return x < 0 || y < 0 || x + width > frame.width || y + height > frame.height;
}

function nearest(face: FoundFace, tracks: Iterable<FaceTrack>): FaceTrack | undefined {
  const box = boxOf(face);
  let best: FaceTrack | undefined;
  let most = 0.25;
  for (const track of tracks) {
    const shared = overlap(boxOf(track.square), box);
    if (shared > most) {
      best = track;
      most = shared;
    }
  }
  return best;
}
