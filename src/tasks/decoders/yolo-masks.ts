import type { CpuTensor, DecoderParameters, Size } from "#shared";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";
import { suppress } from "./suppress.ts";
import { readYoloRows, type YoloRow } from "./yolo-rows.ts";

/** So many things have a byte, 0 being none. */
const mostThings = 255;
const doubleOverlap = 0.45;

/** Things with their shapes, on a grid that lies stretched over the network's input. */
export interface FoundShapes extends Size {
  /** In model-input pixels, best first. */
  readonly found: readonly FoundBox[];
  /** For each cell 0, or 1 more than the place in `found` of what it most surely belongs to. */
  readonly things: Uint8Array;
  /** How surely it does, 0 … 1; up to a half it does not. */
  readonly sure: Float32Array;
}

/**
 * Things and their masks of YOLOv8-seg and its kin: each box brings coefficients, and its mask is the sum
 * of the prototypes times these, through the logistic function, within its box; where two masks meet, the
 * surer thing has the cell. Bolya et al., "YOLACT", arXiv 1904.02689, section 3.
 * @param minScore things below it are passed over, 0 … 1
 * @throws AppError `bad-card` where the outputs are not what the parameters say
 */
export function decodeYoloMasks(
  outputs: readonly CpuTensor[],
  parameters: DecoderParameters["yolo-masks"],
  input: Size,
  minScore: number,
): FoundShapes {
  const { coefficients, prototypes: name, layout, endToEnd } = parameters;
  const prototypes = outputNamed(outputs, name);
  const [height = 0, width = 0] =
    layout === "NCHW" ? prototypes.shape.slice(-2) : prototypes.shape.slice(-3, -1);
  const cells = width * height;
  if (cells === 0 || prototypes.data.length !== cells * coefficients) {
    misfit(name, `[${prototypes.shape}] has not ${coefficients} prototypes`);
  }
  const head = { ...parameters, objectness: false, extra: coefficients, centred: !endToEnd };
  const rows = readYoloRows(outputs, head, input, minScore).filter(hasSize);
  const found = suppress(rows, doubleOverlap).slice(0, mostThings);
  const things = new Uint8Array(cells);
  const sure = new Float32Array(cells);
  const [step, plane] = layout === "NHWC" ? [coefficients, 1] : [1, cells];
  for (const [index, { box, extra }] of found.entries()) {
    const [x, y, wide, high] = box;
    const left = Math.max(0, Math.round((x / input.width) * width));
    const top = Math.max(0, Math.round((y / input.height) * height));
    const right = Math.min(width, Math.round(((x + wide) / input.width) * width));
    const bottom = Math.min(height, Math.round(((y + high) / input.height) * height));
    for (let row = top; row < bottom; row += 1) {
      for (let cell = row * width + left; cell < row * width + right; cell += 1) {
        // Of things that lie over each other the surer one has the place.
        if ((sure[cell] ?? 0) > 0.5) continue;
        let sum = 0;
        for (let at = 0; at < coefficients; at += 1) {
          sum += (extra[at] ?? 0) * (prototypes.data[cell * step + at * plane] ?? 0);
        }
        const value = 1 / (1 + Math.exp(-sum));
        if (value <= (sure[cell] ?? 0)) continue;
        sure[cell] = value;
        things[cell] = index + 1;
      }
    }
  }
  return { width, height, found, things, sure };
}

function hasSize({ box }: YoloRow): boolean {
  return box.every(Number.isFinite) && box[2] > 0 && box[3] > 0;
}
