import type { CpuTensor } from "#shared";

/** So many values of each output are compared between engines. */
const sampleSize = 256;

/** Values of an output in an even stride, first and last included, to compare engines by. */
export function outputSample({ data }: CpuTensor): readonly number[] {
  const count = Math.min(sampleSize, data.length);
  const step = count > 1 ? (data.length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, at) => data[Math.round(at * step)] ?? 0);
}
