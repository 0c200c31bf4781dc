import {
  type Affine,
  AppError,
  type CpuTensor,
  type ModelCard,
  mapPoint,
  type Size,
} from "#shared";
import type { FoundPoint, FoundPose } from "../decoders/found-pose.ts";
import { decodeHeatMaps } from "../decoders/heat-maps.ts";
import { decodeMovenetSeveral } from "../decoders/movenet-several.ts";
import { decodeSimcc } from "../decoders/simcc.ts";
import { decodeYoloPose } from "../decoders/yolo-pose.ts";
import { decodeKeypoints } from "./decode-keypoints.ts";
import { type Keypoint, keypointNames } from "./task.ts";

type Read = Pick<ModelCard, "decoder" | "input">;

/**
 * The one body of a network's answer, as its card says how it is read; a card without a decoder means
 * MoveNet.
 * @returns all 17 keypoints in source-frame pixels; scores 0 … 1
 * @throws AppError `bad-card` where the card or the answer is of something else
 */
export function readBody(
  { decoder, input }: Read,
  outputs: readonly CpuTensor[],
  toSource: Affine,
): readonly Keypoint[] {
  switch (decoder?.id) {
    case "heat-maps":
      return named(decodeHeatMaps(outputs, decoder.parameters, input), toSource);
    case "simcc":
      return named(decodeSimcc(outputs, decoder.parameters, input), toSource);
    case undefined:
    case "movenet": {
      const [output] = outputs;
      if (!output) throw new AppError("internal", { reason: "pose needs one output" });
      return decodeKeypoints(output, input, toSource);
    }
    default: {
      const reason = `${decoder?.id} gives no joints`;
      throw new AppError("bad-card", { path: "decoder.id", reason });
    }
  }
}

/** Reads everybody of a network's answer, in model-input pixels, best first. */
export type ReadPeople = (
  outputs: readonly CpuTensor[],
  input: Size,
  minScore: number,
) => readonly FoundPose[];

/** How a card's network tells of several people; undefined where it knows one. */
export function peopleReader({ decoder }: Pick<ModelCard, "decoder">): ReadPeople | undefined {
  if (decoder?.id === "yolo-pose") {
    const { parameters } = decoder;
    return (outputs, input, minScore) => decodeYoloPose(outputs, parameters, input, minScore);
  }
  if (decoder?.id !== "movenet" || decoder.parameters.people === 1) return undefined;
  const { parameters } = decoder;
  return (outputs, input, minScore) => decodeMovenetSeveral(outputs, parameters, input, minScore);
}

/** Points in the order of COCO as keypoints, in source-frame pixels. */
export function named(points: readonly FoundPoint[], toSource: Affine): readonly Keypoint[] {
  return keypointNames.map((name, index) => {
    const { x: left = 0, y: top = 0, score = 0 } = points[index] ?? {};
    const [x, y] = mapPoint(toSource, left, top);
    return { name, x, y, score };
  });
}
