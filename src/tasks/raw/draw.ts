import type { RawOutput, RawPicture, RawResult } from "#tasks";
import type { DrawView, TaskDrawer } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { shortNumber } from "./task.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = {
  text: 13,
  line: 18,
  plot: 40,
  padding: 10,
  radius: 8,
  left: 12,
  /** Under the bar of the app at the top of a phone. */
  top: 68,
  width: 280,
} as const;

/** So many outputs are listed over the picture; the details tell of all. */
const mostOutputs = 4;
const panelColour = "rgb(16 20 26 / 0.82)";
/** How much a heat map covers the picture. */
const heatOpacity = 0.6;

/** Shows a model's picture or heat map where it lies in the frame, else its outputs in numbers and a plot. */
export const draw: TaskDrawer<"raw"> = (context, result, view) => {
  if (result.likeness !== undefined) drawLikeness(context, result.likeness, view);
  else if (result.picture) drawPicture(context, result.picture, result, view);
  else drawPanel(context, result.outputs.slice(0, mostOutputs), view);
};

/** How alike the frame is to the chosen one, in percent and as a bar. */
function drawLikeness(
  context: OffscreenCanvasRenderingContext2D,
  likeness: number | null,
  view: DrawView,
): void {
  const ratio = view.pixelRatio;
  const [left, top, pad] = [css.left * ratio, css.top * ratio, css.padding * ratio];
  const width = Math.min(css.width * ratio, view.width - 2 * left);
  const height = (2 * css.line + 2 * css.padding) * ratio;
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, height, css.radius * ratio);
  context.fillStyle = panelColour;
  context.fill();
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = "#ffffff";
  const part = Math.max(0, likeness ?? 0);
  const percent = likeness === null ? "…" : `${Math.round(100 * part)}%`;
  context.fillText(percent, left + pad, top + pad + (css.line * ratio) / 2, width - 2 * pad);
  context.fillStyle = overlayColour(1).line;
  const bar = (css.line / 2) * ratio;
  context.fillRect(left + pad, top + height - pad - bar, (width - 2 * pad) * part, bar);
  context.restore();
}

function drawPicture(
  context: OffscreenCanvasRenderingContext2D,
  picture: RawPicture,
  { frame }: RawResult,
  { placement: { scaleX, scaleY, offsetX, offsetY }, mirrored, width }: DrawView,
): void {
  const [x, y, wide, high] = picture.place;
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const own = canvas.getContext("2d");
  if (!own) return;
  const pixels = new Uint8ClampedArray(picture.pixels);
  const image = own.createImageData(picture.width, picture.height);
  image.data.set(pixels);
  own.putImageData(image, 0, 0);
  context.save();
  if (mirrored) context.transform(-1, 0, 0, 1, width, 0);
  context.beginPath();
  context.rect(offsetX, offsetY, frame.width * scaleX, frame.height * scaleY);
  context.clip();
  context.imageSmoothingQuality = "high";
  if (picture.kind === "heat") context.globalAlpha = heatOpacity;
  context.drawImage(
    canvas,
    offsetX + x * scaleX,
    offsetY + y * scaleY,
    wide * scaleX,
    high * scaleY,
  );
  context.restore();
}

function drawPanel(
  context: OffscreenCanvasRenderingContext2D,
  outputs: readonly RawOutput[],
  view: DrawView,
): void {
  if (outputs.length === 0) return;
  const ratio = view.pixelRatio;
  const left = css.left * ratio;
  const width = Math.min(css.width * ratio, view.width - 2 * left);
  const rowHeight = (2 * css.line + css.plot + css.padding) * ratio;
  const height = outputs.length * rowHeight + css.padding * ratio;
  const top = Math.max(0, Math.min(css.top * ratio, view.height - height - left));
  const pad = css.padding * ratio;
  context.save();
  context.textBaseline = "middle";
  context.beginPath();
  context.roundRect(left, top, width, height, css.radius * ratio);
  context.fillStyle = panelColour;
  context.fill();
  for (const [index, output] of outputs.entries()) {
    const rowTop = top + pad + index * rowHeight;
    context.fillStyle = "#ffffff";
    context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
    const title = `${output.name} [${output.shape.join(", ")}]`;
    context.fillText(title, left + pad, rowTop + (css.line / 2) * ratio, width - 2 * pad);
    context.font = `400 ${css.text * ratio}px system-ui, sans-serif`;
    const { least, most } = output.range ?? { least: Number.NaN, most: Number.NaN };
    const range = `${shortNumber(least)} … ${shortNumber(most)}`;
    context.fillText(range, left + pad, rowTop + css.line * 1.5 * ratio, width - 2 * pad);
    plot(context, output, [
      left + pad,
      rowTop + 2 * css.line * ratio,
      width - 2 * pad,
      css.plot * ratio,
    ]);
  }
  context.restore();
}

/** Bars from the least value, or from zero where that lies between. */
function plot(
  context: OffscreenCanvasRenderingContext2D,
  { sample, range }: RawOutput,
  [left, top, width, height]: readonly [number, number, number, number],
): void {
  if (!range) return;
  const low = Math.min(0, range.least);
  const spread = Math.max(0, range.most) - low || 1;
  const step = width / sample.length;
  const base = top + height - ((0 - low) / spread) * height;
  context.fillStyle = overlayColour(1).line;
  for (const [index, value] of sample.entries()) {
    const y = top + height - ((value - low) / spread) * height;
    const bar = Math.max(1, Math.abs(base - y));
    context.fillRect(left + index * step, Math.min(y, base), Math.max(1, step - 1), bar);
  }
}
