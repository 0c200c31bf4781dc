import type { CpuTensor } from "#shared";
import type { RawOutput } from "#tasks";

const sampleSize = 64;
const mostBest = 5;

/** What can be told of an output without knowing what it means. */
export function inNumbers({ name, shape, dtype, data }: CpuTensor): RawOutput {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let broken = 0;
  const best: { index: number; value: number }[] = [];
  for (let index = 0; index < data.length; index += 1) {
    const value = data[index] ?? 0;
    if (!Number.isFinite(value)) {
      broken += 1;
      continue;
    }
    if (value < least) least = value;
    if (value > most) most = value;
    sum += value;
    if (best.length === mostBest && value <= (best.at(-1)?.value ?? 0)) continue;
    const at = best.findIndex((one) => value > one.value);
    best.splice(at < 0 ? best.length : at, 0, { index, value });
    best.length = Math.min(best.length, mostBest);
  }
  const counted = data.length - broken;
  const count = Math.min(sampleSize, data.length);
  const step = count > 1 ? (data.length - 1) / (count - 1) : 0;
  return {
    name,
    shape: [...shape],
    dtype,
    range: counted === 0 ? null : { least, most, mean: sum / counted },
    broken,
    best,
    sample: Array.from({ length: count }, (_, at) => data[Math.round(at * step)] ?? 0),
  };
}
