import type { Affine, CpuTensor, DecoderParameters, Size } from "#shared";
import { cellsOverFrame } from "./cells-over-frame.ts";
import { misfit, outputNamed } from "./output-named.ts";

/** A class for each cell of a grid, row by row. */
export interface ClassMap extends Size {
  readonly classIds: Uint8Array<ArrayBuffer>;
}

/** So many classes have a byte. */
const mostClasses = 256;

/**
 * Semantic segmentation (Long et al., arXiv 1411.4038): the class of each cell of the network's answer, from
 * its scores (the largest, whatever function is left to apply to them) or as the network numbers it.
 * Shapes: `[1, H, W, C]`, `[1, C, H, W]`; numbers also `[1, H, W]` and with a side of 1.
 * @throws AppError `bad-card` where the output is not what the parameters say
 */
export function decodeClassMap(
  outputs: readonly CpuTensor[],
  { output: name, classes, layout, argmax }: DecoderParameters["semantic"],
): ClassMap {
  const { data, shape } = outputNamed(outputs, name);
  const channels = argmax ? 1 : classes;
  const [width, height] = sidesOf(shape, channels, layout);
  const cells = width * height;
  if (cells === 0 || data.length !== cells * channels || classes > mostClasses) {
    misfit(name, `[${shape}] is no map of ${classes} classes`);
  }
  const classIds = new Uint8Array(cells);
  if (argmax) {
    for (let cell = 0; cell < cells; cell += 1) {
      classIds[cell] = Math.min(mostClasses - 1, Math.max(0, Math.round(data[cell] ?? 0)));
    }
    return { width, height, classIds };
  }
  const [step, plane] = layout === "NHWC" ? [channels, 1] : [1, cells];
  for (let cell = 0; cell < cells; cell += 1) {
    let best = 0;
    let highest = data[cell * step] ?? 0;
    for (let classId = 1; classId < classes; classId += 1) {
      const score = data[cell * step + classId * plane] ?? 0;
      if (score <= highest) continue;
      highest = score;
      best = classId;
    }
    classIds[cell] = best;
  }
  return { width, height, classIds };
}

/**
 * The same grid laid over the whole frame: cells of the frame that the input did not show (what a crop
 * left out) are class 0, and what the input shows beside the frame (bars) is cut off.
 * @param input the size of the network's input, over which the map lies stretched
 * @param toSource model-input pixels → source-frame pixels
 */
export function overFrame(map: ClassMap, input: Size, toSource: Affine, frame: Size): ClassMap {
  const { width, height } = map;
  const cells = cellsOverFrame(map, input, toSource, frame);
  if (!cells) return map;
  return { width, height, classIds: Uint8Array.from(cells, (cell) => map.classIds[cell] ?? 0) };
}

/** Width and height of a picture-like shape, found around its channels. */
function sidesOf(
  shape: readonly number[],
  channels: number,
  layout: "NHWC" | "NCHW",
): readonly [width: number, height: number] {
  const sizes = [...shape];
  // The channels' own place, where there is one; numbers of classes may come without.
  if (sizes.length >= 4 || (sizes.length === 3 && channels > 1)) {
    sizes.splice(layout === "NHWC" ? sizes.length - 1 : sizes.length - 3, 1);
  }
  return [sizes.at(-1) ?? 0, sizes.at(-2) ?? 0];
}
