import type { Region } from "#shared";
import type { DrawView } from "#tasks/runner";
import type { FacesOptions } from "./task.ts";

/** How covers look. */
export type CoverStyle = Pick<FacesOptions, "hide" | "hideAmount">;

/** Parts of the shorter side of a cover by which its corners are rounded. */
const rounding = 0.3;
/**
 * Cells along the longer side of a cover: what is left of a face at the smallest and largest amount.
 * Measured with two other face finders on ten frames: from 4 cells on they still take some blurred and
 * pixelated heads for faces (scores to 0.9), with 3 none (to 0.4).
 */
const cells = { most: 3, least: 1 } as const;
/**
 * What is left of the difference between a cell and the cover's mean. With all of it MediaPipe's finder
 * takes a bright cheek between hair and beard for a face now and then (0.6, its limit is 0.5).
 */
const contrast = 0.15;
/** Samples along each side of a cell. */
const samples = 8;
/**
 * Pixels along the longer side of the frame that averages are taken from. Drawn once a frame: a canvas
 * that is read back turns the whole of a camera's frame into RGB whenever a part of it is drawn.
 */
const reducedSide = 160;
const solid = [43, 51, 59] as const;
const solidColour = `rgb(${solid.join(" ")})`;
/**
 * Part by which covers are nearer to the solid colour. Left in the colour of skin, one above the collar of a
 * shirt is itself taken for a face at times (by MediaPipe's finder, up to 0.6).
 */
const veil = 0.35;

/** The frame of the moment, made small: RGBA, and how many of its pixels are one of the source. */
interface Reduced {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray;
  readonly scaleX: number;
  readonly scaleY: number;
}

interface Scratch {
  readonly reduced: OffscreenCanvasRenderingContext2D;
  readonly fine: OffscreenCanvasRenderingContext2D;
  /** The cells, as large as the finest canvas. */
  readonly cells: ImageData;
}

let scratch: Scratch | undefined;

/**
 * Covers regions of an image that is already drawn on the context as `view` places it.
 * Blurred and pixelated covers are painted from at most 3 × 3 averages of what they cover, so what is
 * finer than those is gone, not hidden: no sharpening brings it back. A solid cover holds nothing of it.
 * @param image the whole source frame
 * @param size of the image as shown, in source pixels
 */
export function cover(
  context: OffscreenCanvasRenderingContext2D,
  image: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  regions: readonly Region[],
  view: DrawView,
  { hide, hideAmount }: CoverStyle,
): void {
  if (hide === "off") return;
  const count = Math.round(cells.most + (cells.least - cells.most) * hideAmount);
  const reduced = hide !== "solid" && regions.length > 0 ? reduce(image, size) : undefined;
  // The largest last: one within another would stand there like a face within its hair.
  const bySize = [...regions].sort((a, b) => a.width * a.height - b.width * b.height);
  for (const region of bySize) {
    const cover = onView(region, view);
    context.save();
    context.translate(cover.centerX, cover.centerY);
    context.rotate(cover.rotation);
    const { width, height } = cover;
    context.beginPath();
    context.roundRect(-width / 2, -height / 2, width, height, rounding * Math.min(width, height));
    // Below the averages, which are see-through where the region leaves the image.
    context.fillStyle = solidColour;
    context.fill();
    if (reduced) {
      const [columns, rows] = average(reduced, region, count, view.mirrored);
      context.clip();
      context.imageSmoothingEnabled = hide === "blur";
      context.imageSmoothingQuality = "medium";
      const { canvas } = contexts().fine;
      context.drawImage(canvas, 0, 0, columns, rows, -width / 2, -height / 2, width, height);
    }
    context.restore();
  }
}

/** The region as it lies on the canvas. */
function onView(region: Region, { placement, width, mirrored }: DrawView): Region {
  const { scaleX, scaleY, offsetX, offsetY } = placement;
  const x = region.centerX * scaleX + offsetX;
  return {
    centerX: mirrored ? width - x : x,
    centerY: region.centerY * scaleY + offsetY,
    width: region.width * scaleX,
    height: region.height * scaleY,
    rotation: mirrored ? -region.rotation : region.rotation,
  };
}

/** Draws the whole frame small, for the averages of all its regions. */
function reduce(
  image: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
): Reduced {
  const { reduced } = contexts();
  const scale = Math.min(1, reducedSide / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const { canvas } = reduced;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  reduced.clearRect(0, 0, width, height);
  reduced.imageSmoothingQuality = "medium";
  reduced.drawImage(image, 0, 0, width, height);
  const { data } = reduced.getImageData(0, 0, width, height);
  return { width, height, bytes: data, scaleX: width / size.width, scaleY: height / size.height };
}

/** Averages a region of the reduced frame to a few cells, in the corner of the finest canvas. */
function average(
  reduced: Reduced,
  region: Region,
  count: number,
  mirrored: boolean,
): readonly [columns: number, rows: number] {
  const { fine, cells } = contexts();
  const longer = Math.max(region.width, region.height);
  const columns = Math.max(1, Math.round((count * region.width) / longer));
  const rows = Math.max(1, Math.round((count * region.height) / longer));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const from = mirrored ? columns - 1 - column : column;
      averageCell(reduced, region, [from, columns, row, rows], cells, column, row);
    }
  }
  flatten(cells, columns, rows);
  fine.putImageData(cells, 0, 0);
  return [columns, rows];
}

/** The mean of samples all over a cell; see-through where all of it lies outside the frame. */
function averageCell(
  { width, height, bytes, scaleX, scaleY }: Reduced,
  region: Region,
  [column, columns, row, rows]: readonly [number, number, number, number],
  to: ImageData,
  toColumn: number,
  toRow: number,
): void {
  const cos = Math.cos(region.rotation);
  const sin = Math.sin(region.rotation);
  let red = 0;
  let green = 0;
  let blue = 0;
  let taken = 0;
  for (let sample = 0; sample < samples * samples; sample += 1) {
    const along = (column + ((sample % samples) + 0.5) / samples) / columns - 0.5;
    const down = (row + (Math.floor(sample / samples) + 0.5) / samples) / rows - 0.5;
    const [u, v] = [along * region.width, down * region.height];
    const x = Math.floor((region.centerX + u * cos - v * sin) * scaleX);
    const y = Math.floor((region.centerY + u * sin + v * cos) * scaleY);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const pixel = (y * width + x) * 4;
    red += bytes[pixel] ?? 0;
    green += bytes[pixel + 1] ?? 0;
    blue += bytes[pixel + 2] ?? 0;
    taken += 1;
  }
  const cell = (toRow * to.width + toColumn) * 4;
  to.data[cell] = red / Math.max(1, taken);
  to.data[cell + 1] = green / Math.max(1, taken);
  to.data[cell + 2] = blue / Math.max(1, taken);
  to.data[cell + 3] = taken === 0 ? 0 : 255;
}

/** Brings the cells nearer to their mean, and that nearer to the solid colour. */
function flatten({ data, width }: ImageData, columns: number, rows: number): void {
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    let seen = 0;
    for (let cell = 0; cell < columns * rows; cell += 1) {
      const at = (Math.floor(cell / columns) * width + (cell % columns)) * 4;
      if (data[at + 3] === 0) continue;
      sum += data[at + channel] ?? 0;
      seen += 1;
    }
    const mean = sum / Math.max(1, seen);
    const veiled = mean + veil * ((solid[channel] ?? 0) - mean);
    for (let cell = 0; cell < columns * rows; cell += 1) {
      const at = (Math.floor(cell / columns) * width + (cell % columns)) * 4 + channel;
      data[at] = veiled + contrast * ((data[at] ?? 0) - mean);
    }
  }
}

function contexts(): Scratch {
  scratch ??= {
    reduced: makeContext(reducedSide),
    fine: makeContext(cells.most),
    cells: new ImageData(cells.most, cells.most),
  };
  return scratch;
}

function makeContext(size: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no 2D context for covers");
  return context;
}
