import type { CpuTensor, DecoderParameters } from "#shared";
import { outputNamed } from "./output-named.ts";

/**
 * What a network thinks of a whole picture, as a direction: `[1, size]`, made as long as 1. Pictures of
 * alike things lie in alike directions (Schroff et al., "FaceNet", arXiv 1503.03832; Radford et al.,
 * "CLIP", arXiv 2103.00020; Oquab et al., "DINOv2", arXiv 2304.07193).
 * @throws AppError `bad-card` where the output has too few values
 */
export function decodeEmbedding(
  outputs: readonly CpuTensor[],
  { output, size }: DecoderParameters["embedding"],
): Float32Array {
  const values = Float32Array.from(outputNamed(outputs, output, size).data.subarray(0, size));
  const length = Math.hypot(...values);
  // Nothing points nowhere.
  return length > 0 ? values.map((value) => value / length) : values;
}

/** How alike two directions are, −1 … 1: the cosine of the angle between them. */
export function likenessOf(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (const [at, value] of one.entries()) sum += value * (other[at] ?? 0);
  return Math.min(1, Math.max(-1, sum));
}
