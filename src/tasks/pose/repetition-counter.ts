import type { AngleJoint, RepetitionRange, Repetitions } from "./task.ts";
import { TurningPoints } from "./turning-points.ts";

/** A joint that moves less than this, in degrees, does not exercise. */
const smallestMovement = 40;
/** Bent is within this part of the movement from its lowest angle, straight likewise from its highest. */
const endPart = 0.3;
/** An end of the movement must last this long, or it is a glimpse and not counted. */
const settleMs = 90;
/** A joint lost for longer may have done anything: where it was is forgotten, the count is not. */
const rememberMs = 3000;
/** After a longer gap the filter against single wild angles begins anew. */
const filterGapMs = 600;

type Phase = Repetitions["phase"];

/**
 * Counts how often a joint goes from where it rests to the other end of its movement and back. Two
 * thresholds a part of the movement apart (hysteresis), so that trembling at one of them counts nothing
 * and a half repetition neither.
 */
export class RepetitionCounter {
  readonly #joint: AngleJoint;
  readonly #turns = new TurningPoints();
  #last: readonly number[] = [];
  #seenMs = Number.NEGATIVE_INFINITY;
  #range: RepetitionRange | undefined;
  #phase: Phase = "unknown";
  /** The phase that the joint is entering, and since when. */
  #entering: { readonly phase: Phase; readonly sinceMs: number } | undefined;
  /** Where the movement begins and ends. */
  #rest: Phase = "unknown";
  #count = 0;
  #lost = true;

  /** @param before what another counter told of the same joint last: it is counted on from there */
  constructor(joint: AngleJoint, before?: Repetitions) {
    this.#joint = joint;
    this.#count = before?.count ?? 0;
    this.#range = before?.range;
    this.#rest = before?.rest ?? "unknown";
  }

  /** What was counted up to now. */
  get state(): Repetitions {
    return {
      joint: this.#joint,
      count: this.#count,
      ...(this.#range && { range: this.#range }),
      ...(this.#rest !== "unknown" && { rest: this.#rest }),
      phase: this.#lost ? "unknown" : this.#phase,
    };
  }

  /**
   * Takes in the next frame.
   * @param degrees the joint's angle, 0 … 180; undefined where the joint is not seen
   * @param wanted the range as the person set it, or `seen` to find it from the movement
   */
  update(
    degrees: number | undefined,
    timestampMs: number,
    wanted: RepetitionRange | "seen",
  ): Repetitions {
    const gapMs = timestampMs - this.#seenMs;
    this.#lost = degrees === undefined;
    if (degrees === undefined) {
      if (gapMs > rememberMs) this.#forgetPhase();
      return this.state;
    }
    if (gapMs > rememberMs || gapMs < 0) this.#forgetPhase();
    if (gapMs > filterGapMs || gapMs < 0) this.#last = [];
    this.#seenMs = timestampMs;
    const angle = this.#filter(degrees);
    if (angle === undefined) return this.state;
    this.#turns.add(angle);
    this.#setRange(wanted === "seen" ? this.#seenRange() : wanted, angle);
    this.#setPhase(angle, timestampMs);
    return this.state;
  }

  /** The median of the last three angles, once there are so many: a single wild one never gets through. */
  #filter(degrees: number): number | undefined {
    this.#last = [...this.#last.slice(-2), degrees];
    return this.#last.length < 3 ? undefined : [...this.#last].sort((a, b) => a - b)[1];
  }

  #seenRange(): RepetitionRange | undefined {
    const { low, high } = this.#turns;
    if (low === undefined || high === undefined || high - low < smallestMovement) return undefined;
    const part = endPart * (high - low);
    return { bentDegrees: low + part, straightDegrees: high - part };
  }

  #setRange(range: RepetitionRange | undefined, angle: number): void {
    // A movement that grew too small to tell keeps its last range: a rest between sets changes nothing.
    if (!range) return;
    const isFirst = this.#range === undefined;
    this.#range = range;
    // The movement that showed the range began at the other end: there the joint rests.
    if (isFirst && this.#rest === "unknown") {
      const phase = phaseOf(angle, range);
      if (phase === "bent" && this.#turns.startedHigh) this.#rest = "straight";
      if (phase === "straight" && this.#turns.startedLow) this.#rest = "bent";
      if (this.#rest !== "unknown") this.#phase = this.#rest;
    }
  }

  #setPhase(angle: number, timestampMs: number): void {
    const phase = this.#range ? phaseOf(angle, this.#range) : "unknown";
    if (phase === "unknown" || phase === this.#phase) {
      this.#entering = undefined;
      return;
    }
    if (this.#entering?.phase !== phase) this.#entering = { phase, sinceMs: timestampMs };
    if (timestampMs - this.#entering.sinceMs < settleMs) return;
    this.#entering = undefined;
    if (this.#rest === "unknown") this.#rest = phase;
    if (this.#phase !== "unknown" && phase === this.#rest) this.#count += 1;
    this.#phase = phase;
  }

  #forgetPhase(): void {
    this.#phase = "unknown";
    this.#entering = undefined;
    this.#turns.breakOff();
  }
}

function phaseOf(angle: number, { bentDegrees, straightDegrees }: RepetitionRange): Phase {
  if (angle <= bentDegrees) return "bent";
  return angle >= straightDegrees ? "straight" : "unknown";
}
