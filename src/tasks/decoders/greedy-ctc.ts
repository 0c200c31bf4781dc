/** Text read off a recogniser's steps. */
export interface ReadText {
  readonly text: string;
  /** Mean probability of the steps that gave a character, 0 … 1; 0 for no text. */
  readonly score: number;
}

/**
 * The likeliest class of each step, repeats merged, blanks (class 0) dropped. `probabilities` is
 * `[steps, classes]` row-major, 0 … 1; `characters[i]` is what class `i + 1` stands for. Best-path
 * decoding: Graves et al., "Connectionist Temporal Classification", 2006.
 */
export function greedyCtc(
  probabilities: Float32Array,
  classes: number,
  characters: readonly string[],
): ReadText {
  const steps = Math.floor(probabilities.length / classes);
  let text = "";
  let sum = 0;
  let kept = 0;
  let before = 0;
  for (let step = 0; step < steps; step += 1) {
    const start = step * classes;
    let best = 0;
    let highest = probabilities[start] as number;
    for (let index = 1; index < classes; index += 1) {
      const value = probabilities[start + index] as number;
      if (value > highest) {
        highest = value;
        best = index;
      }
    }
    if (best !== 0 && best !== before) {
      text += characters[best - 1] ?? "";
      sum += highest;
      kept += 1;
    }
    before = best;
  }
  return { text, score: kept === 0 ? 0 : sum / kept };
}
