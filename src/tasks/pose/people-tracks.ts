import { type Box, overlap } from "#shared";
import { type SteadiedPose, SteadyPose } from "./steady-pose.ts";
import type { Keypoint } from "./task.ts";

/** A body as it was found in one frame, in source pixels. */
export interface SeenBody {
  readonly score: number;
  readonly box: Box;
  readonly keypoints: readonly Keypoint[];
}

/** A body that is followed. */
export interface TrackedBody extends SeenBody {
  readonly lagMs: number;
}

/** The same person's boxes in two frames overlap at least this much. */
const sameOverlap = 0.3;
/** Somebody unseen for longer comes back as somebody else. */
const rememberMs = 500;
/** Of a person's larger side, how large the square is by which joints are steadied. */
const squarePart = 1.25;

interface Tracked {
  readonly steady: SteadyPose;
  box: Box;
  seenMs: number;
}

/** Knows people again from frame to frame, by where they are, and steadies the joints of each. */
export class PeopleTracks {
  #tracked: Tracked[] = [];

  /**
   * Takes in everybody found in the next frame, and answers with the same people, whoever came first
   * first.
   */
  update(found: readonly SeenBody[], timestampMs: number, minScore: number): TrackedBody[] {
    this.#tracked = this.#tracked.filter(({ seenMs }) => {
      const sinceMs = timestampMs - seenMs;
      return sinceMs >= 0 && sinceMs <= rememberMs;
    });
    const pairs = found
      .flatMap((body) =>
        this.#tracked.map((one) => ({ body, one, near: overlap(body.box, one.box) })),
      )
      .filter(({ near }) => near >= sameOverlap)
      .sort((a, b) => b.near - a.near);
    const bodyOf = new Map<Tracked, SeenBody>();
    const known = new Set<SeenBody>();
    for (const { body, one } of pairs) {
      if (bodyOf.has(one) || known.has(body)) continue;
      bodyOf.set(one, body);
      known.add(body);
    }
    for (const body of found) {
      if (known.has(body)) continue;
      const one: Tracked = { steady: new SteadyPose(), box: body.box, seenMs: timestampMs };
      this.#tracked.push(one);
      bodyOf.set(one, body);
    }
    return this.#tracked.flatMap((one) => {
      const body = bodyOf.get(one);
      if (!body) return [];
      one.box = body.box;
      one.seenMs = timestampMs;
      const size = squarePart * Math.max(body.box[2], body.box[3]);
      const pose: SteadiedPose = one.steady.update(body.keypoints, timestampMs, size, minScore);
      return [{ ...body, keypoints: pose.keypoints, lagMs: pose.lagMs }];
    });
  }
}
