import { AppError, type CpuTensor, elementCount, type ModelCard, type TensorSpec } from "#shared";
import type { Session } from "../engines/engine.ts";
import { createConverter, createInputTensor } from "../preprocess/convert.ts";

/**
 * The input that a brought model is tried on: a drawn picture of slow waves in three colours, the same on
 * every device. It passes through the same conversion as every frame.
 */
export function trialInput({ input }: Pick<ModelCard, "input">): CpuTensor {
  const pixels = new Uint8Array(input.width * input.height * 3);
  for (let y = 0, at = 0; y < input.height; y += 1) {
    for (let x = 0; x < input.width; x += 1, at += 3) {
      const [u, v] = [x / input.width, y / input.height];
      pixels[at] = 128 + 100 * Math.sin(6 * u + 2 * v);
      pixels[at + 1] = 128 + 100 * Math.sin(5 * v + 1);
      pixels[at + 2] = 128 + 100 * Math.cos(7 * (u - v));
    }
  }
  const tensor = createInputTensor(input);
  createConverter(input).convert(pixels, 3, tensor.data);
  return tensor;
}

/**
 * Checks what can be checked without a recorded answer: every output is there, in the shape that the card
 * says (−1 fits any size), and holds numbers only.
 * @throws AppError `engine-failed`
 */
export function checkAnswers(
  wanted: readonly TensorSpec[],
  answers: readonly CpuTensor[],
  engine: string,
  backend: string,
): void {
  const failure = (reason: string): AppError =>
    new AppError("engine-failed", { engine, backend, reason });
  for (const [index, { name, shape }] of wanted.entries()) {
    const answer = answers[index];
    if (!answer) throw failure(`the output ${name} is missing`);
    if (answer.data.length !== elementCount(answer.shape)) {
      throw failure(`the output ${name} has ${answer.data.length} values for [${answer.shape}]`);
    }
    if (!fits(shape, answer.shape)) {
      throw failure(`the output ${name} is [${answer.shape}] instead of [${shape}]`);
    }
    if (!answer.data.every(Number.isFinite))
      throw failure(`the output ${name} holds what is no number`);
  }
}

/**
 * Lets a session answer the drawn input.
 * @throws AppError `engine-failed` where the answer cannot be used; what the session throws
 */
export async function proveBrought(
  session: Session,
  card: ModelCard,
  engine: string,
  backend: string,
): Promise<readonly CpuTensor[]> {
  const answers = await session.run([trialInput(card)]);
  checkAnswers(card.outputs, answers, engine, backend);
  return answers;
}

/** An empty list says nothing, and so fits everything: files state shapes that they do not keep. */
function fits(stated: readonly number[], shape: readonly number[]): boolean {
  if (stated.length === 0) return true;
  if (stated.length !== shape.length) return false;
  return stated.every((size, index) => size < 0 || size === shape[index]);
}
