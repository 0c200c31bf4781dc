import type { CpuTensor, DecoderId, DecoderParameters, Size } from "#shared";
import { decodeBlazeface } from "./blazeface.ts";
import type { FoundBox } from "./found-box.ts";
import { decodeSsdAnchors } from "./ssd-anchors.ts";
import { decodeSsdPostprocessed } from "./ssd-postprocessed.ts";
import { decodeUltraface } from "./ultraface.ts";
import { decodeYoloTurned } from "./yolo-turned.ts";
import { decodeYolov8 } from "./yolov8.ts";
import { decodeYolox } from "./yolox.ts";
import { decodeYunet } from "./yunet.ts";

/**
 * Reads a network's outputs as boxes in model-input pixels, in no order, doubles not suppressed.
 * @param outputs by their names in the graph
 * @param input the size of the network's input
 * @param minScore boxes below it are passed over, 0 … 1 (both excluded)
 * @throws AppError `bad-card` where the outputs are not what the parameters say
 */
export type BoxDecoder<Id extends DecoderId> = (
  outputs: readonly CpuTensor[],
  parameters: DecoderParameters[Id],
  input: Size,
  minScore: number,
) => FoundBox[];

/** A decoder of boxes, and from which overlap on two boxes of a class are one thing found twice. */
interface BoxReader<Id extends DecoderId> {
  readonly decode: BoxDecoder<Id>;
  /** Intersection over union, 0 … 1; 1 where the network has suppressed doubles itself. */
  readonly doubleOverlap: number;
}

/** Every decoder that answers with boxes: one file and one line each. */
export const boxDecoders: {
  readonly [Id in
    | "yolox"
    | "yolov8"
    | "yolo-turned"
    | "ssd-anchors"
    | "ssd-postprocessed"
    | "ultraface"
    | "yunet"
    | "blazeface"]: BoxReader<Id>;
} = {
  yolox: { decode: decodeYolox, doubleOverlap: 0.45 },
  yolov8: { decode: decodeYolov8, doubleOverlap: 0.45 },
  "yolo-turned": { decode: decodeYoloTurned, doubleOverlap: 0.45 },
  "ssd-anchors": { decode: decodeSsdAnchors, doubleOverlap: 0.5 },
  "ssd-postprocessed": { decode: decodeSsdPostprocessed, doubleOverlap: 1 },
  ultraface: { decode: decodeUltraface, doubleOverlap: 0.3 },
  yunet: { decode: decodeYunet, doubleOverlap: 0.3 },
  blazeface: { decode: decodeBlazeface, doubleOverlap: 0.3 },
};
