import { type Affine, AppError, type CpuTensor, type ModelCard, type Size } from "#shared";
import type { ClassRegions, Instance } from "#tasks";
import { type ClassMap, decodeClassMap, overFrame } from "../decoders/class-map.ts";
import { decodeMask } from "../decoders/mask.ts";
import { personAmong } from "./person-among.ts";
import { readShapes } from "./read-shapes.ts";

/** A mask of people over the whole frame, and the classes where a model knows more. */
export interface ReadMask extends Size {
  /** How surely each cell is a person, row by row, 0 … 1; valid until the model's next run. */
  readonly values: Float32Array;
  readonly classes?: ClassRegions;
  /** Of networks that tell one thing of a class from the next. */
  readonly instances?: readonly Instance[];
}

/** Labels of what is nothing in particular. */
const nothing = /^(background|bg|none|unlabell?ed|void|other|_+background_+|\?+)$/i;

/**
 * Reads a network's answer as its card says: a mask of people, which is what a card without a decoder
 * means (`[1, H, W, 1]`, 0 … 1), a map of classes, or things with their shapes.
 * @param toSource model-input pixels → source-frame pixels
 * @throws AppError `bad-card` where the answer is not what the card says
 */
export function readMask(
  { decoder, input, labels, outputs: specs }: ModelCard,
  outputs: readonly CpuTensor[],
  toSource: Affine,
  frame: Size,
): ReadMask {
  if (decoder?.id === "semantic") {
    const { parameters } = decoder;
    const map = overFrame(decodeClassMap(outputs, parameters), input, toSource, frame);
    return { ...map, ...asPeople(map, labels, parameters.classes) };
  }
  if (decoder?.id === "yolo-masks") {
    return readShapes(decoder.parameters, input, labels, outputs, toSource, frame);
  }
  if (decoder && decoder.id !== "person-mask") {
    throw new AppError("bad-card", { path: "decoder.id", reason: `${decoder.id} gives no mask` });
  }
  const parameters = decoder?.parameters ?? {
    output: specs[0]?.name ?? "",
    layout: "NHWC" as const,
    channel: 0,
    scores: "probabilities" as const,
  };
  return decodeMask(outputs, parameters);
}

function asPeople(
  { width, height, classIds }: ClassMap,
  labels: readonly string[],
  classCount: number,
): { readonly values: Float32Array; readonly classes: ClassRegions } {
  const person = personAmong(labels);
  // Where nothing has a name, class 0 is what most networks call the background.
  const background = labels.length === 0 ? 0 : labels.findIndex((label) => nothing.test(label));
  const counts = new Float64Array(Math.max(classCount, 256));
  const values = new Float32Array(classIds.length);
  for (const [cell, classId] of classIds.entries()) {
    counts[classId] = (counts[classId] ?? 0) + 1;
    values[cell] = (person >= 0 ? classId === person : classId !== background) ? 1 : 0;
  }
  const found = [...counts.entries()]
    .filter(([classId, count]) => count > 0 && classId !== background)
    .map(([classId, count]) => ({
      classId,
      label: labels[classId] ?? `class ${classId}`,
      share: count / classIds.length,
    }))
    .sort((a, b) => b.share - a.share || a.classId - b.classId);
  return { values, classes: { width, height, classIds: classIds.buffer, found } };
}
