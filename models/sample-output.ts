import type { CpuTensor, GoldenOutput } from "#shared";

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * A sample of an output for the golden expectation: its `count` largest elements (where the answers
 * are) and `count` more at an even stride through all channels (where the rest should be quiet).
 */
export function sampleOutput({ name, shape, data }: CpuTensor, count: number): GoldenOutput {
  const size = data.length;
  const channels = shape.at(-1) ?? 1;
  let stride = Math.max(1, Math.floor(size / count));
  while (greatestCommonDivisor(stride, channels) !== 1) stride -= 1;
  const largest = Array.from(data.keys())
    .sort((a, b) => (data[b] ?? 0) - (data[a] ?? 0) || a - b)
    .slice(0, count);
  const even = Array.from({ length: count }, (_, step) => step * stride).filter(
    (index) => index < size,
  );
  const indices = [...new Set([...largest, ...even])].sort((a, b) => a - b);
  return { name, size, indices, values: indices.map((index) => Number(data[index])) };
}
