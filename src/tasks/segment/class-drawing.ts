import type { ClassRegions } from "#tasks";
import type { DrawView } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { scratch } from "./scratch.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = { text: 13, row: 24, padding: 10, swatch: 12, radius: 8, left: 12, top: 68 } as const;

/** Opacity of a class over the picture, 0 … 255. */
const tint = 140;
/** So many classes the legend names. */
const mostRows = 8;
const panelColour = "rgb(16 20 26 / 0.82)";

/** The class map as a canvas of its own size, each class that was found in its colour. */
export function classCanvas({ width, height, classIds, found }: ClassRegions): OffscreenCanvas {
  const context = scratch("classes", width, height);
  const image = context.createImageData(width, height);
  paintClasses(classIds, found, image.data);
  context.putImageData(image, 0, 0);
  return context.canvas;
}

/**
 * Class numbers as RGBA pixels; what was not found, as the background, stays clear.
 * @param into four bytes for each cell
 */
export function paintClasses(
  classIds: ArrayBuffer,
  found: ClassRegions["found"],
  into: Uint8ClampedArray,
): void {
  const palette = new Uint8Array(256 * 4);
  for (const { classId } of found) {
    const { line } = overlayColour(classId);
    const parts = [1, 3, 5].map((at) => Number.parseInt(line.slice(at, at + 2), 16));
    palette.set([...parts, tint], classId * 4);
  }
  for (const [cell, classId] of new Uint8Array(classIds).entries()) {
    for (let part = 0; part < 4; part += 1)
      into[cell * 4 + part] = palette[classId * 4 + part] ?? 0;
  }
}

/** Names the colours of the largest classes in a corner of the view. */
export function drawLegend(
  context: OffscreenCanvasRenderingContext2D,
  { found }: ClassRegions,
  view: DrawView,
): void {
  const rows = found.filter(({ share }) => share >= 0.005).slice(0, mostRows);
  if (rows.length === 0) return;
  const ratio = view.pixelRatio;
  context.save();
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const texts = rows.map(({ label, share }) => `${label} ${Math.max(1, Math.round(share * 100))}%`);
  const textWidth = Math.max(...texts.map((text) => context.measureText(text).width));
  const textLeft = (css.padding + css.swatch + 8) * ratio;
  const left = css.left * ratio;
  const width = Math.min(textLeft + textWidth + css.padding * ratio, view.width - 2 * left);
  const height = (rows.length * css.row + css.padding) * ratio;
  const top = Math.max(0, Math.min(css.top * ratio, view.height - height - left));
  context.beginPath();
  context.roundRect(left, top, width, height, css.radius * ratio);
  context.fillStyle = panelColour;
  context.fill();
  for (const [index, { classId }] of rows.entries()) {
    const middle = top + (css.padding / 2 + (index + 0.5) * css.row) * ratio;
    context.fillStyle = overlayColour(classId).line;
    const half = (css.swatch / 2) * ratio;
    context.fillRect(left + css.padding * ratio, middle - half, 2 * half, 2 * half);
    context.fillStyle = "#ffffff";
    context.fillText(texts[index] ?? "", left + textLeft, middle, width - textLeft);
  }
  context.restore();
}
