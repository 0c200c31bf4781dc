import { AppError, type CpuTensor, type ScoreFunction } from "#shared";

/**
 * The scores 0 … 1 of a classifier's answer, whatever its shape (`[1, C]`, `[1, C, 1, 1]`, `[1, 1, 1, C]`).
 * Answers of whole bytes are read as parts of 255, as quantized networks give them (Jacob et al., arXiv
 * 1712.05877), so nothing but `none` fits those.
 * @throws AppError `bad-card` for a function that does not fit, or an answer with nothing in it
 */
export function classScores(
  { dtype, data, name }: CpuTensor,
  scores: ScoreFunction = "none",
): Float32Array {
  if (data.length === 0) {
    throw new AppError("bad-card", { path: `outputs.${name}`, reason: "it has no classes" });
  }
  if (dtype === "uint8") {
    if (scores !== "none") {
      const reason = `bytes are scores already, ${scores} does not fit them`;
      throw new AppError("bad-card", { path: "scores", reason });
    }
    return Float32Array.from(data, (value) => value / 255);
  }
  if (scores === "softmax") return softmax(data);
  if (scores === "sigmoid") return Float32Array.from(data, (value) => 1 / (1 + Math.exp(-value)));
  // What claims to be a score and is none (a logit by a wrong card) must not show as 1200 %.
  return Float32Array.from(data, (value) => Math.min(1, Math.max(0, value)));
}

/** The largest is taken off first, so that no power overflows. */
function softmax(logits: ArrayLike<number>): Float32Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logits.length; index += 1) {
    largest = Math.max(largest, logits[index] ?? 0);
  }
  const powers = Float32Array.from(logits, (value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
