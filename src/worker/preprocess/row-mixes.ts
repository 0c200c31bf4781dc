import type { InputSpec } from "#shared";
import type { ColourMatrix } from "./frame-colours.ts";
import { gatheredBy } from "./gather-row.ts";

/** Weights of a frame's three channels, a constant, and the least and the largest value. */
export type Mix = readonly [number, number, number, number, least: number, most: number];

/** How gathered values become each of a model's three channels: colours and normalising are one matrix. */
export function mixesOf(input: InputSpec, colours: ColourMatrix): readonly [Mix, Mix, Mix] {
  const [least, most] = limitsOf(input);
  const mix = (index: 0 | 1 | 2): Mix => {
    const [first, second, third, constant] =
      colours[input.channels === "RGB" ? index : ((2 - index) as 0 | 1 | 2)];
    const by = 1 / (input.std[index] * gatheredBy);
    const ends = [normalised(input, 0, index), normalised(input, 255, index)];
    return [
      ...([first * by, second * by, third * by, normalised(input, constant, index)] as const),
      Math.max(least, Math.min(...ends)),
      Math.min(most, Math.max(...ends)),
    ];
  };
  return [mix(0), mix(1), mix(2)];
}

/** The values of bars. */
export function padsOf(input: InputSpec): readonly [number, number, number] {
  const [least, most] = limitsOf(input);
  const pad = (index: 0 | 1 | 2): number => {
    const value = Math.min(most, Math.max(least, normalised(input, input.padByte, index)));
    return input.dtype === "float32" ? value : Math.round(value);
  };
  return [pad(0), pad(1), pad(2)];
}

function limitsOf({ dtype }: InputSpec): readonly [number, number] {
  return dtype === "uint8" ? [0, 255] : [-Infinity, Infinity];
}

function normalised({ mean, std }: InputSpec, byte: number, index: 0 | 1 | 2): number {
  return (byte - mean[index]) / std[index];
}
