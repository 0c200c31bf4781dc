import { type Affine, AppError, type Box, type CpuTensor, type ModelCard, mapPoint } from "#shared";
import type { RawPicture, RawResult } from "#tasks";
import type { TaskRunner } from "#tasks/runner";
import { decodeEmbedding } from "../decoders/embedding.ts";
import { decodePicture } from "../decoders/output-picture.ts";
import { likenessToChosen } from "./chosen-frame.ts";
import { heatMap } from "./heat-map.ts";
import { inNumbers } from "./in-numbers.ts";

/** Runs any model on the whole frame and tells of its outputs what can be told without knowing them. */
export const runner = {
  begin({ model }, _mode) {
    if (!model) throw new AppError("internal", { reason: "raw needs the model model" });
    return {
      async run(frame, options): Promise<RawResult> {
        const { width, height, timestampMs } = frame.info;
        const { tensor, toSource } = await frame.fit(model.card.input);
        const outputs = await model.run(tensor);
        const { decoder } = model.card;
        if (decoder?.id === "embedding") {
          const direction = decodeEmbedding(outputs, decoder.parameters);
          return {
            task: "raw",
            frame: { width, height, timestampMs },
            outputs: outputs.map(inNumbers),
            likeness: likenessToChosen(model, direction, options.chosen),
          };
        }
        const picture = pictureOf(model.card, outputs, toSource);
        return {
          task: "raw",
          frame: { width, height, timestampMs },
          outputs: outputs.map(inNumbers),
          ...(picture && { picture }),
        };
      },
    };
  },
} satisfies TaskRunner<"raw">;

function pictureOf(
  { decoder, input }: ModelCard,
  outputs: readonly CpuTensor[],
  toSource: Affine,
): RawPicture | undefined {
  const [left, top] = mapPoint(toSource, 0, 0);
  const [right, bottom] = mapPoint(toSource, input.width, input.height);
  const place: Box = [left, top, right - left, bottom - top];
  if (decoder?.id === "image") {
    const { width, height, pixels } = decodePicture(outputs, decoder.parameters);
    return { width, height, place, kind: "answer", pixels: pixels.buffer };
  }
  const heat = heatMap(outputs);
  return heat && { ...heat, place, kind: "heat" };
}
