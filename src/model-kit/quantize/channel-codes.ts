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

/** Scales are tried from the one that holds the largest weight down to this part of it. */
const narrowest = 0.7;
const trials = 31;

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
 * Rounds weights to 8 bits, symmetric around zero, with the scale for each channel that leaves the smallest
 * sum of squared errors: cutting the few largest weights short often costs less than a coarser step for all.
 */
export function channelCodes(
  weights: ArrayLike<number>,
  { channels, inner }: Channels,
): ChannelCodes {
  const codes = new Int8Array(weights.length);
  const scales = new Float32Array(channels);
  const own = new Float64Array(weights.length / channels);
  const placeOf = (channel: number, index: number): number =>
    (Math.floor(index / inner) * channels + channel) * inner + (index % inner);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let index = 0; index < own.length; index += 1) {
      own[index] = weights[placeOf(channel, index)] ?? 0;
    }
    const scale = bestScale(own);
    scales[channel] = scale;
    for (let index = 0; index < own.length; index += 1) {
      codes[placeOf(channel, index)] = codeOf(own[index] ?? 0, scale);
    }
  }
  return { codes, scales };
}

function bestScale(weights: Float64Array): number {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  // Far below any weight that matters a step would no longer be a normal float.
  if (largest < 1e-30) return 1;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < trials; trial += 1) {
    const part = 1 - ((1 - narrowest) * trial) / (trials - 1);
    const scale = Math.fround((largest * part) / most);
    let error = 0;
    for (const weight of weights) error += (weight - scale * codeOf(weight, scale)) ** 2;
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

function codeOf(weight: number, scale: number): number {
  return Math.max(-most, Math.min(most, Math.round(weight / scale)));
}
