import { AppError, type CpuTensor, type ModelCard } from "#shared";
import { type BoxDecoder, boxDecoders } from "./box-decoder.ts";
import { decodeCentrePoints } from "./centre-points.ts";
import type { FoundBox } from "./found-box.ts";
import { suppress } from "./suppress.ts";

/** Of centre points, two boxes of one class that overlap by more than this are one thing found twice. */
const centrePointOverlap = 0.6;
/** No picture has more things of which it helps to know. */
const mostBoxes = 300;

/**
 * The boxes that a network answers with, in model-input pixels, best first, doubles suppressed: by the
 * decoder that its card names, else by centre points (two outputs, heat and reach).
 * @param outputs in the order of the card
 * @param minScore boxes below it are passed over, 0 … 1 (both excluded)
 * @throws AppError `bad-card` where the decoder gives no boxes or the outputs are not what it reads
 */
export function readBoxes(
  { decoder, input, outputs: specs }: Pick<ModelCard, "decoder" | "input" | "outputs">,
  outputs: readonly CpuTensor[],
  minScore: number,
): readonly FoundBox[] {
  if (!decoder) {
    const [heat, reach] = outputs;
    if (!heat || !reach) {
      const path = `outputs.${specs.length}`;
      throw new AppError("bad-card", { path, reason: "heat and reach are needed" });
    }
    const stride = input.width / (heat.shape[2] ?? 1);
    return suppress(decodeCentrePoints({ heat, reach, stride }, minScore), centrePointOverlap);
  }
  const reader = readerOf(decoder.id);
  if (!reader) {
    throw new AppError("bad-card", { path: "decoder.id", reason: `${decoder.id} gives no boxes` });
  }
  const found = reader.decode(outputs, decoder.parameters, input, minScore).filter(isBox);
  return suppress(found, reader.doubleOverlap).slice(0, mostBoxes);
}

/** The reader of an id; that the id and the parameters of a decoder belong together is the card's own shape. */
function readerOf(id: string) {
  if (!Object.hasOwn(boxDecoders, id)) return undefined;
  return boxDecoders[id as keyof typeof boxDecoders] as unknown as {
    readonly decode: (
      outputs: readonly CpuTensor[],
      parameters: object,
      ...rest: Parameters<BoxDecoder<"yolox">> extends [unknown, unknown, ...infer Rest]
        ? Rest
        : never
    ) => FoundBox[];
    readonly doubleOverlap: number;
  };
}

/** A network that is read in a wrong way answers with boxes of no size, or with what is no number. */
function isBox({ box }: FoundBox): boolean {
  return box.every(Number.isFinite) && box[2] > 0 && box[3] > 0;
}
