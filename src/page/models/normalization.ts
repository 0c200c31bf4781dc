import type { InputSpec } from "#shared";

/** Ways in which a picture's bytes become numbers, as most networks want them. */
export type Normalization = "bytes" | "unit" | "signed" | "imagenet" | "caffe";

type Triple = InputSpec["mean"];
type Numbers = Pick<InputSpec, "mean" | "std">;

const alike = (value: number): Triple => [value, value, value];
const caffe: Triple = [103.94, 116.78, 123.68];

/** `value = (byte − mean) / std`, in the order of red, green and blue. */
const known: Readonly<Record<Normalization, Numbers>> = {
  bytes: { mean: alike(0), std: alike(1) },
  unit: { mean: alike(0), std: alike(255) },
  signed: { mean: alike(127.5), std: alike(127.5) },
  imagenet: { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] },
  caffe: { mean: [caffe[2], caffe[1], caffe[0]], std: alike(1) },
};

/** Every way that has a name. */
export const normalizations = Object.keys(known) as readonly Normalization[];

/** The numbers of a way, in the order in which the input has its colours. */
export function numbersOf(name: Normalization, channels: InputSpec["channels"]): Numbers {
  const { mean, std } = known[name];
  return channels === "BGR" ? { mean: turned(mean), std: turned(std) } : { mean, std };
}

/** The way that an input's numbers are, where it has a name. */
export function normalizationOf(input: InputSpec): Normalization | undefined {
  return normalizations.find((name) => {
    const { mean, std } = numbersOf(name, input.channels);
    return close(mean, input.mean, 1.5) && close(std, input.std, 1.5);
  });
}

/** An input with its colours in another order, its numbers with them. */
export function withChannels(input: InputSpec, channels: InputSpec["channels"]): InputSpec {
  const swaps = (input.channels === "BGR") !== (channels === "BGR");
  if (!swaps) return { ...input, channels };
  return { ...input, channels, mean: turned(input.mean), std: turned(input.std) };
}

function turned([first, second, third]: Triple): Triple {
  return [third, second, first];
}

function close(one: Triple, other: Triple, by: number): boolean {
  return one.every((value, index) => Math.abs(value - (other[index] ?? Number.NaN)) <= by);
}
