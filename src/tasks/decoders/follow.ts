import { type Box, overlap } from "#shared";
import { byScore, type FoundBox } from "./found-box.ts";
import { Track } from "./track.ts";

/** A found box that belongs to a track. */
export interface FollowedBox extends FoundBox {
  /** Counts from 1; the same thing keeps its number. */
  readonly trackId: number;
}

/** A track stays in view down to this part of the score at which it appeared. */
const keepPart = 0.6;
/** Milliseconds for which an unseen track is remembered, so that it comes back with its number. */
const rememberMs = 2000;
/** An unseen track is shown this many frames more, but at least and at most so many milliseconds. */
const shownUnseen = { frames: 1.5, leastMs: 300, mostMs: 800 } as const;
/** A found box of another class continues a track that it covers this much: the class wavered. */
const sameThingOverlap = 0.6;
/** A low score continues a track only this much closer than a high one must be. */
const lowScoreStrictness = 0.2;

/** The lowest score worth finding, for a follower whose things appear at `minScore`. */
export function keepScore(minScore: number): number {
  return minScore * keepPart;
}

/**
 * Follows things from frame to frame: gives each a number, steadies its box and score, and keeps it in
 * view through weak and missing frames. Association in two rounds, sure boxes first and then unsure
 * ones for tracks in view, as in ByteTrack (Zhang et al., arXiv 2110.06864); nearest first, by the
 * distance-IoU of the expected place (Zheng et al., arXiv 1911.08287), which still tells near from far
 * where slow frame rates leave no overlap. The same frames always give the same answer.
 */
export class Follower {
  #tracks: Track[] = [];
  #nextId = 1;
  #lastMs = Number.NEGATIVE_INFINITY;

  /**
   * Takes the boxes of the next frame, in any order and in pixels of one and the same grid.
   * @param found boxes down to `keepScore(minScore)`, doubles suppressed
   * @param timestampMs the frame's; time that runs backwards starts afresh
   * @param minScore the score at which things appear, 0 … 1
   * @returns what is in view, best score first
   */
  follow(found: readonly FoundBox[], timestampMs: number, minScore: number): FollowedBox[] {
    if (timestampMs < this.#lastMs) this.#tracks = [];
    const frameMs = timestampMs - this.#lastMs;
    const wasShown = (track: Track) => this.#isShown(track, this.#lastMs, frameMs, minScore);

    const sure = found.filter(({ score }) => score >= minScore).sort(byScore);
    const unsure = found.filter(({ score }) => score < minScore && score >= keepScore(minScore));
    const free = new Set(this.#tracks);
    const fresh = new Set<FoundBox>(sure);
    const pair = (boxes: Iterable<FoundBox>, tracks: Iterable<Track>, rule: PairRule): void => {
      for (const [box, track] of nearestPairs(
        [...boxes],
        [...tracks],
        timestampMs,
        frameMs,
        rule,
      )) {
        track.update(box, timestampMs);
        free.delete(track);
        fresh.delete(box);
      }
    };
    pair(sure, free, (box, track, near) => box.classId === track.classId && near >= 0);
    pair([...fresh], free, (box, track) => {
      return overlap(box.box, track.boxAt(timestampMs)) >= sameThingOverlap;
    });
    pair(unsure, [...free].filter(wasShown), (box, track, near) => {
      return box.classId === track.classId && near >= lowScoreStrictness;
    });

    for (const box of fresh) this.#tracks.push(new Track(this.#nextId++, box, timestampMs));
    this.#tracks = this.#tracks.filter((track) => track.unseenMs(timestampMs) <= rememberMs);
    this.#lastMs = timestampMs;
    return this.#inView(timestampMs, frameMs, minScore);
  }

  #isShown(track: Track, timestampMs: number, frameMs: number, minScore: number): boolean {
    const { frames, leastMs, mostMs } = shownUnseen;
    const limitMs = Math.min(mostMs, Math.max(leastMs, frames * frameMs));
    return track.score >= keepScore(minScore) && track.unseenMs(timestampMs) <= limitMs;
  }

  #inView(timestampMs: number, frameMs: number, minScore: number): FollowedBox[] {
    const shown = this.#tracks.filter((track) =>
      this.#isShown(track, timestampMs, frameMs, minScore),
    );
    const seen = shown.filter((track) => track.unseenMs(timestampMs) === 0);
    return shown
      .filter((track) => {
        if (track.unseenMs(timestampMs) === 0) return true;
        // Something seen stands where this was expected: showing both would count it twice.
        const box = track.boxAt(timestampMs);
        return !seen.some(
          (other) =>
            other.classId === track.classId && overlap(other.boxAt(timestampMs), box) > 0.5,
        );
      })
      .map((track) => {
        const region = track.regionAt(timestampMs);
        return {
          trackId: track.id,
          classId: track.classId,
          score: track.score,
          box: track.boxAt(timestampMs),
          ...(region && { region }),
        };
      })
      .sort((a, b) => byScore(a, b) || a.trackId - b.trackId);
  }
}

/** Whether a box may continue a track; `near` is by how much their nearness exceeds what is demanded. */
type PairRule = (box: FoundBox, track: Track, near: number) => boolean;

/** Pairs boxes with tracks one to one, nearest first. */
function nearestPairs(
  boxes: readonly FoundBox[],
  tracks: readonly Track[],
  timestampMs: number,
  frameMs: number,
  rule: PairRule,
): readonly (readonly [FoundBox, Track])[] {
  const pairs = tracks.flatMap((track) => {
    const expected = track.boxAt(timestampMs);
    const unseenMs = track.unseenMs(timestampMs);
    const demanded = demandedNearness(unseenMs / 1000);
    // The longer unseen, the less its expected place is worth beside that of one just seen.
    const doubt = Math.min(0.3, Math.max(0, unseenMs - frameMs) / 1000);
    return boxes
      .map((box) => ({ box, track, near: nearness(box.box, expected) }))
      .filter(({ box, near }) => rule(box, track, near - demanded))
      .map((pair) => ({ ...pair, near: pair.near - doubt }));
  });
  const paired = new Set<FoundBox | Track>();
  const result: [FoundBox, Track][] = [];
  for (const { box, track } of pairs.sort((a, b) => b.near - a.near || a.track.id - b.track.id)) {
    if (paired.has(box) || paired.has(track)) continue;
    paired.add(box).add(track);
    result.push([box, track]);
  }
  return result;
}

/** Distance-IoU: overlap less the squared distance of centres over that of the outermost corners. */
function nearness(a: Box, b: Box): number {
  const width = Math.max(a[0] + a[2], b[0] + b[2]) - Math.min(a[0], b[0]);
  const height = Math.max(a[1] + a[3], b[1] + b[3]) - Math.min(a[1], b[1]);
  const x = a[0] + a[2] / 2 - b[0] - b[2] / 2;
  const y = a[1] + a[3] / 2 - b[1] - b[3] / 2;
  return overlap(a, b) - (x * x + y * y) / Math.max(1, width * width + height * height);
}

/** The nearness asked for after so many seconds unseen: 0.2 up to a tenth, down to −0.1 at a half. */
function demandedNearness(seconds: number): number {
  return 0.2 - 0.3 * Math.min(1, Math.max(0, (seconds - 0.1) / 0.4));
}
