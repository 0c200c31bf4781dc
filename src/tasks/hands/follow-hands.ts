import type { Region } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { regionOverlap } from "../decoders/region-overlap.ts";
import { confirmHand, presenceLimit } from "./confirm-hand.ts";
import { type FoundHand, findHands } from "./find-hands.ts";
import { HandTrack } from "./hand-track.ts";
import { cropOfLandmarks, markHand } from "./mark-hand.ts";

/** The two networks of the task. */
export interface HandModels {
  readonly finder: RunnerModel;
  readonly marker: RunnerModel;
}

/** The finder's score from which on something is worth a closer look: the marker tells real hands apart. */
export const lookScore = 0.35;
/** Crops of one hand overlap more than this. */
const doubleOverlap = 0.5;
/** Milliseconds between looks of the finder: it costs about as much as two crops. */
const lookEveryMs = { nobody: 100, someone: 400 } as const;
/** A hand lost so few milliseconds ago is looked for at once. */
const justLostMs = 400;
/** What the finder sees is looked at closely at most so often in one frame. */
const mostCandidates = 3;

/**
 * Follows hands: the crop of each comes from its landmarks in the frame before, and the finder runs only
 * while fewer are followed than wanted, and then on a slow clock (the scheme of Zhang et al., arXiv
 * 2006.10214, section 2).
 */
export class HandFollower {
  readonly #models: HandModels;
  #tracks: HandTrack[] = [];
  #nextId = 1;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #lostMs = Number.NEGATIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(models: HandModels) {
    this.#models = models;
  }

  /** Takes the next frame; time that runs backwards starts afresh. */
  async follow(frame: RunnerFrame, wanted: number): Promise<readonly HandTrack[]> {
    const nowMs = frame.info.timestampMs;
    if (nowMs < this.#lastMs) {
      this.#tracks = [];
      this.#lookedMs = Number.NEGATIVE_INFINITY;
      this.#lostMs = Number.NEGATIVE_INFINITY;
    }
    this.#lastMs = nowMs;
    this.#tracks = this.#tracks.slice(0, wanted);
    for (const track of [...this.#tracks]) await this.#mark(track, frame, nowMs);
    if (this.#tracks.length < wanted && this.#isTimeToLook(nowMs)) {
      this.#lookedMs = nowMs;
      await this.#look(frame, wanted, nowMs);
    }
    return this.#tracks;
  }

  async #mark(track: HandTrack, frame: RunnerFrame, nowMs: number): Promise<void> {
    const marked = await markHand(this.#models.marker, frame, track.crop);
    const isGone =
      marked.presence < presenceLimit ||
      // Two crops can slide onto one hand: the older stays.
      this.#isFollowed(cropOfLandmarks(marked.landmarks), track.id);
    if (!isGone) {
      track.update(marked, nowMs);
      return;
    }
    this.#tracks = this.#tracks.filter((other) => other !== track);
    this.#lostMs = nowMs;
  }

  #isTimeToLook(nowMs: number): boolean {
    const everyMs = this.#tracks.length === 0 ? lookEveryMs.nobody : lookEveryMs.someone;
    const isJustLost = nowMs - this.#lostMs <= justLostMs;
    return nowMs - this.#lookedMs >= (isJustLost ? 0 : everyMs);
  }

  async #look(frame: RunnerFrame, wanted: number, nowMs: number): Promise<void> {
    const found = await findHands(this.#models.finder, frame, lookScore);
    const unknown = found.filter((one) => !this.#isWithinFollowed(one));
    for (const candidate of unknown.slice(0, mostCandidates)) {
      if (this.#tracks.length >= wanted) return;
      const marked = await confirmHand(this.#models.marker, frame, candidate);
      if (!marked || this.#isFollowed(cropOfLandmarks(marked.landmarks))) continue;
      this.#tracks.push(new HandTrack(this.#nextId++, marked, nowMs));
    }
  }

  /** Whether a hand in this crop is one that is followed; only older ones count where one is named. */
  #isFollowed(crop: Region, than = Number.POSITIVE_INFINITY): boolean {
    return this.#tracks.some(
      ({ id, crop: other }) => id < than && regionOverlap(other, crop) > doubleOverlap,
    );
  }

  /** Whether the middle of what the finder saw lies on a hand that is followed. */
  #isWithinFollowed({ crop: { centerX, centerY } }: FoundHand): boolean {
    return this.#tracks.some(
      ({ crop }) => Math.hypot(crop.centerX - centerX, crop.centerY - centerY) < 0.25 * crop.width,
    );
  }
}
