/** A smaller reversal, in degrees, is noise and no turning point. */
const reversalDegrees = 25;
/** How many of the last turning points of each kind speak for the range. */
const remembered = 5;

/** The middle value; of an even number of them the lower or the higher one in the middle. */
function median(values: readonly number[], of: "lower" | "higher"): number | undefined {
  const middle = (of === "lower" ? values.length - 1 : values.length) / 2;
  return [...values].sort((a, b) => a - b)[Math.floor(middle)];
}

function keepLast(values: number[], value: number): void {
  values.push(value);
  if (values.length > remembered) values.shift();
}

/**
 * Finds where an angle turns round, and from the last few turns how far a movement usually goes. Medians,
 * so that one wild value or one half repetition does not move the range.
 */
export class TurningPoints {
  readonly #lows: number[] = [];
  readonly #highs: number[] = [];
  /** Since the last turning point. */
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  #going: "up" | "down" | "anywhere" = "anywhere";

  /** The usual lowest angle; before the first turn there, the lowest of the movement that is under way. */
  get low(): number | undefined {
    return median(this.#lows, "lower") ?? (this.#going === "down" ? this.#lowest : undefined);
  }

  /** The usual highest angle; before the first turn there, the highest of the movement under way. */
  get high(): number | undefined {
    return median(this.#highs, "higher") ?? (this.#going === "up" ? this.#highest : undefined);
  }

  /** The movement that is under way, or was when the first turn was found, began at its highest angle. */
  get startedHigh(): boolean {
    return this.#highs.length > this.#lows.length;
  }

  /** The same, at its lowest angle. */
  get startedLow(): boolean {
    return this.#lows.length > this.#highs.length;
  }

  /** Takes in the next angle. */
  add(degrees: number): void {
    this.#lowest = Math.min(this.#lowest, degrees);
    this.#highest = Math.max(this.#highest, degrees);
    if (this.#going !== "up" && degrees - this.#lowest >= reversalDegrees) {
      keepLast(this.#lows, this.#lowest);
      this.#turn("up", degrees);
    } else if (this.#going !== "down" && this.#highest - degrees >= reversalDegrees) {
      keepLast(this.#highs, this.#highest);
      this.#turn("down", degrees);
    }
  }

  /** Goes on after a gap: what was under way when the joint was lost says nothing any more. */
  breakOff(): void {
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#highest = Number.NEGATIVE_INFINITY;
    this.#going = "anywhere";
  }

  #turn(going: "up" | "down", degrees: number): void {
    this.#going = going;
    this.#lowest = degrees;
    this.#highest = degrees;
  }
}
