import type { CpuTensor, DecoderId, DecoderParameters, Size } from "#shared";
import { decodeBlazeface } from "./blazeface.ts";
import { decodeBoxList } from "./box-list.ts";
import { decodeBoxRows } from "./box-rows.ts";
import { decodeCenternet } from "./centernet.ts";
import { decodeDetr } from "./detr.ts";
import { decodeFastestdet } from "./fastestdet.ts";
import type { FoundBox } from "./found-box.ts";
import { decodeNanodet } from "./nanodet.ts";
import { decodeSortedBoxes } from "./sorted-boxes.ts";
import { decodeSsdAnchors } from "./ssd-anchors.ts";
import { decodeSsdPostprocessed } from "./ssd-postprocessed.ts";
import { decodeTextMap } from "./text-map.ts";
import { decodeUltraface } from "./ultraface.ts";
import { decodeYoloGrids } from "./yolo-grids.ts";
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
    | "yolo-grids"
    | "box-rows"
    | "sorted-boxes"
    | "box-list"
    | "detr"
    | "nanodet"
    | "fastestdet"
    | "centernet"
    | "text-map"
    | "ssd-anchors"
    | "ssd-postprocessed"
    | "ultraface"
    | "yunet"
    | "blazeface"]: BoxReader<Id>;
} = {
  yolox: { decode: decodeYolox, doubleOverlap: 0.45 },
  yolov8: { decode: decodeYolov8, doubleOverlap: 0.45 },
  "yolo-turned": { decode: decodeYoloTurned, doubleOverlap: 0.45 },
  "yolo-grids": { decode: decodeYoloGrids, doubleOverlap: 0.45 },
  "box-rows": { decode: decodeBoxRows, doubleOverlap: 1 },
  "sorted-boxes": { decode: decodeSortedBoxes, doubleOverlap: 1 },
  "box-list": { decode: decodeBoxList, doubleOverlap: 0.45 },
  detr: { decode: decodeDetr, doubleOverlap: 1 },
  nanodet: { decode: decodeNanodet, doubleOverlap: 0.6 },
  fastestdet: { decode: decodeFastestdet, doubleOverlap: 0.45 },
  centernet: { decode: decodeCenternet, doubleOverlap: 0.6 },
  "text-map": { decode: decodeTextMap, doubleOverlap: 1 },
  "ssd-anchors": { decode: decodeSsdAnchors, doubleOverlap: 0.5 },
  "ssd-postprocessed": { decode: decodeSsdPostprocessed, doubleOverlap: 1 },
  ultraface: { decode: decodeUltraface, doubleOverlap: 0.3 },
  yunet: { decode: decodeYunet, doubleOverlap: 0.3 },
  blazeface: { decode: decodeBlazeface, doubleOverlap: 0.3 },
};
