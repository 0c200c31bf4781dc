import type { RunnerFrame } from "#tasks/runner";
import { type FoundFace, findFaces } from "./find-faces.ts";
import type { FaceModels } from "./follow-faces.ts";
import { hideScore } from "./hide.ts";
import { cropOf, meshFace } from "./mesh-face.ts";
import { tilesOf } from "./tiles.ts";

/** What only a closer view shows is covered from this score on, or when the mesh agrees. */
export const hideUnconfirmed = 0.6;
/** What a crop must hold for the mesh to agree that it may be a face. */
const mayBeFlag = 0.3;
/** Weak finds of a tile that are asked about at most. */
const mostAsked = 4;
/**
 * Milliseconds between tiles where frames come faster: all four of a camera's picture are searched in
 * about half a second, long before the cover of what one of them found would be taken away, and two of three
 * frames of a camera carry none. Where nobody waits, in less time than is looked ahead.
 */
const tileEveryMs = { live: 100, unhurried: 60 } as const;
/** Frames never come quite when they should. */
const jitterMs = 8;

/**
 * Searches a live source for faces too small for the view of the whole frame, tile after tile by a clock;
 * all of them in the first frame, which nothing came before. See [Note: Hidden faces].
 */
export class SmallFaces {
  #turn = 0;
  #searchedMs = Number.NEGATIVE_INFINITY;

  /** Takes the next frame; what is found may be a face. */
  async search(models: FaceModels, frame: RunnerFrame): Promise<FoundFace[]> {
    const tiles = tilesOf(frame.info, [2]);
    const { timestampMs: nowMs, unhurried } = frame.info;
    const everyMs = unhurried ? tileEveryMs.unhurried : tileEveryMs.live;
    const first = this.#turn === 0;
    const sinceMs = nowMs - this.#searchedMs;
    // A clip that begins anew shows other faces: time that runs backwards does not wait.
    if (sinceMs >= 0 && sinceMs < everyMs - jitterMs) return [];
    this.#searchedMs = nowMs;
    const found: FoundFace[] = [];
    for (const [index, tile] of tiles.entries()) {
      if (!first && index !== this.#turn % tiles.length) continue;
      let asked = 0;
      for (const face of await findFaces(models.finder, frame, hideScore, tile)) {
        if (face.score < hideUnconfirmed) {
          if (asked++ >= mostAsked) break;
          const { flag } = await meshFace(models.mesher, frame, cropOf(face));
          if (flag < mayBeFlag) continue;
        }
        found.push(face);
      }
    }
    this.#turn += 1;
    return found;
  }
}
