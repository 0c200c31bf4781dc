/** Scores of the classes of one thing, before the function that is left to apply to them. */
export type ClassScores = (classId: number) => number;

/** The class with the highest score, and that score, as it is. */
export function bestClass(scores: ClassScores, classes: number): readonly [number, number] {
  let best = 0;
  let highest = scores(0);
  for (let classId = 1; classId < classes; classId += 1) {
    const score = scores(classId);
    if (score <= highest) continue;
    best = classId;
    highest = score;
  }
  return [best, highest];
}

/** The logistic function. */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The probability of one of several exclusive classes, of their logits (softmax). */
export function softmaxOf(scores: ClassScores, classId: number, classes: number): number {
  const own = scores(classId);
  let sum = 0;
  for (let other = 0; other < classes; other += 1) sum += Math.exp(scores(other) - own);
  return 1 / sum;
}

/** Whether values are probabilities: logits leave 0 … 1 somewhere. Rounding may, by a little. */
export function areProbabilities(values: ArrayLike<number>): boolean {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (value < -0.001 || value > 1.001) return false;
  }
  return true;
}
