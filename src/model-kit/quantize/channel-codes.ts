/** How a weight's elements belong to its channels: `index → ⌊index ÷ inner⌋ mod channels`. */
export interface Channels {
  readonly channels: number;
  /** Elements that follow one another in one channel. */
  readonly inner: number;
}

/** A weight as 8-bit whole numbers, each channel with a scale: `weight ≈ scale × code`. */
export interface ChannelCodes {
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

/** The largest code; −128 is left out, so that codes lie evenly around zero. */
const most = 127;

/**
 * The channels of an axis of a tensor.
 * @param axis counted from the front
 */
export function channelsOf(shape: readonly number[], axis: number): Channels {
  return {
    channels: shape[axis] ?? 1,
    inner: shape.slice(axis + 1).reduce((product, size) => product * size, 1),
  };
}

/**
 * Rounds weights to 8 bits, symmetric around zero, with a scale for each channel that holds its largest
 * weight; and so that each channel keeps its sum to half a step, for which a few weights are rounded the other
 * way: what comes in is mostly positive, so that a sum that is off shifts every answer of the channel (SQuant,
 * Guo et al., arXiv 2202.07471, the step for whole channels).
 */
export function channelCodes(
  weights: ArrayLike<number>,
  { channels, inner }: Channels,
): ChannelCodes {
  const codes = new Int8Array(weights.length);
  const scales = new Float32Array(channels);
  const places = new Uint32Array(weights.length / channels);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let index = 0; index < places.length; index += 1) {
      places[index] = (Math.floor(index / inner) * channels + channel) * inner + (index % inner);
    }
    let largest = 0;
    for (const place of places) largest = Math.max(largest, Math.abs(weights[place] ?? 0));
    // Far below any weight that matters a step would no longer be a normal float.
    const scale = largest < 1e-30 ? 1 : Math.fround(largest / most);
    scales[channel] = scale;
    let missing = 0;
    for (const place of places) {
      const exact = (weights[place] ?? 0) / scale;
      const code = clamped(Math.round(exact));
      codes[place] = code;
      missing += exact - code;
    }
    keepSum(codes, weights, places, scale, missing);
  }
  return { codes, scales };
}

/** Moves those codes of a channel one step that lose least by it, until its sum is right to half a step. */
function keepSum(
  codes: Int8Array,
  weights: ArrayLike<number>,
  places: Uint32Array,
  scale: number,
  missing: number,
): void {
  const step = Math.sign(missing);
  const lackOf = (place: number): number =>
    ((weights[place] ?? 0) / scale - (codes[place] ?? 0)) * step;
  const moved = [...places]
    .filter((place) => Math.abs((codes[place] ?? 0) + step) <= most)
    .map((place) => ({ place, lack: lackOf(place) }))
    .sort((a, b) => b.lack - a.lack || a.place - b.place)
    .slice(0, Math.round(Math.abs(missing)));
  for (const { place } of moved) codes[place] = (codes[place] ?? 0) + step;
}

function clamped(code: number): number {
  return Math.max(-most, Math.min(most, code));
}
