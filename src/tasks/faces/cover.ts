import { placeRegion, type Region } from "#shared";
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
/** Pixels of the step between: everything finer is averaged away before the cells are made. */
const coarse = 48;
const solidColour = "#2b333b";

let scratch: readonly [OffscreenCanvasRenderingContext2D, OffscreenCanvasRenderingContext2D];

/**
 * Covers regions of an image that is already drawn on the context as `view` places it.
 * Blurred and pixelated covers are painted from at most 3 × 3 averages of what they cover, so what is
 * finer than those is gone, not hidden: no sharpening brings it back. A solid cover holds nothing of it.
 * @param image the whole source frame, as large as `view.placement` takes it
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
  for (const region of regions) {
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
    if (hide !== "solid") {
      const [columns, rows] = average(image, size, region, count, view.mirrored);
      context.clip();
      context.imageSmoothingEnabled = hide === "blur";
      context.imageSmoothingQuality = "medium";
      const [, fine] = contexts();
      context.drawImage(fine.canvas, 0, 0, columns, rows, -width / 2, -height / 2, width, height);
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

/** Averages a region to a few cells, in the corner of the second canvas. */
function average(
  image: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  region: Region,
  count: number,
  mirrored: boolean,
): readonly [columns: number, rows: number] {
  const [step, fine] = contexts();
  const longer = Math.max(region.width, region.height);
  const columns = Math.max(1, Math.round((count * region.width) / longer));
  const rows = Math.max(1, Math.round((count * region.height) / longer));
  step.resetTransform();
  step.clearRect(0, 0, coarse, coarse);
  const { a, b, c, d, e, f } = placeRegion(region, { width: coarse, height: coarse });
  if (mirrored) step.setTransform(-a, b, -c, d, coarse - e, f);
  else step.setTransform(a, b, c, d, e, f);
  step.drawImage(image, 0, 0, size.width, size.height);
  // By hand: a canvas that shrinks by sampling would let single pixels of the face through.
  const from = step.getImageData(0, 0, coarse, coarse).data;
  const to = fine.createImageData(columns, rows);
  for (let cell = 0; cell < columns * rows; cell += 1) {
    averageCell(from, to.data, cell, columns, rows);
  }
  fine.putImageData(to, 0, 0);
  return [columns, rows];
}

function averageCell(
  from: Uint8ClampedArray,
  to: Uint8ClampedArray,
  cell: number,
  columns: number,
  rows: number,
): void {
  const left = Math.round(((cell % columns) * coarse) / columns);
  const right = Math.round((((cell % columns) + 1) * coarse) / columns);
  const top = Math.round((Math.floor(cell / columns) * coarse) / rows);
  const bottom = Math.round(((Math.floor(cell / columns) + 1) * coarse) / rows);
  const sums = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const pixel = (y * coarse + x) * 4;
      const alpha = from[pixel + 3] ?? 0;
      for (let channel = 0; channel < 3; channel += 1) {
        sums[channel] = (sums[channel] ?? 0) + (from[pixel + channel] ?? 0) * alpha;
      }
      sums[3] = (sums[3] ?? 0) + alpha;
    }
  }
  const alpha = sums[3] ?? 0;
  for (let channel = 0; channel < 3; channel += 1) {
    to[cell * 4 + channel] = alpha === 0 ? 0 : (sums[channel] ?? 0) / alpha;
  }
  to[cell * 4 + 3] = alpha === 0 ? 0 : 255;
}

function contexts(): typeof scratch {
  scratch ??= [makeContext(coarse), makeContext(cells.most)];
  return scratch;
}

function makeContext(size: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no 2D context for covers");
  return context;
}
