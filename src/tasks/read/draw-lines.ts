import type { Box } from "#shared";
import type { DrawView } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { chipPlaces } from "./chip-places.ts";
import type { Quad, ReadLine } from "./task.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = { line: 1.5, halo: 1, text: 13, chipHeight: 20, chipPadding: 6, radius: 4 } as const;

const haloColour = "rgb(0 0 0 / 0.7)";
const ellipsis = "…";

/**
 * Draws a thin outline around each line and its text on a solid chip, as much of it as is as wide as the
 * canvas. A chip that would cover another or a line is left out: what it says can be read there.
 */
export function drawLines(
  context: OffscreenCanvasRenderingContext2D,
  lines: readonly ReadLine[],
  view: DrawView,
): void {
  const ratio = view.pixelRatio;
  const { line: colour, text: textColour } = overlayColour(1);
  context.save();
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  const quads = lines.map(({ quad }) => quadOnCanvas(quad, view));
  for (const quad of quads) outline(context, quad, colour, ratio);

  const widest = view.width - 2 * css.chipPadding * ratio;
  const texts = lines.map(({ text }) => cutToFit(context, text, widest));
  const sizes = texts.map((text) => ({
    width: Math.ceil(context.measureText(text).width) + 2 * css.chipPadding * ratio,
    height: css.chipHeight * ratio,
  }));
  for (const [index, chip] of chipPlaces(quads.map(boundsOf), sizes, view).entries()) {
    if (!chip) continue;
    const [x, y, width, height] = chip;
    context.beginPath();
    context.roundRect(x, y, width, height, css.radius * ratio);
    context.fillStyle = colour;
    context.fill();
    context.fillStyle = textColour;
    context.fillText(texts[index] ?? "", x + css.chipPadding * ratio, y + height / 2);
  }
  context.restore();
}

function quadOnCanvas(quad: Quad, view: DrawView): readonly (readonly [number, number])[] {
  const { scaleX, scaleY, offsetX, offsetY } = view.placement;
  return quad.map(([x, y]) => {
    const shown = x * scaleX + offsetX;
    return [view.mirrored ? view.width - shown : shown, y * scaleY + offsetY];
  });
}

function outline(
  context: OffscreenCanvasRenderingContext2D,
  quad: readonly (readonly [number, number])[],
  colour: string,
  ratio: number,
): void {
  context.beginPath();
  for (const [x, y] of quad) context.lineTo(x, y);
  context.closePath();
  context.strokeStyle = haloColour;
  context.lineWidth = (css.line + 2 * css.halo) * ratio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = css.line * ratio;
  context.stroke();
}

function boundsOf(quad: readonly (readonly [number, number])[]): Box {
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

function cutToFit(context: OffscreenCanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    const cut = letters.slice(0, middle).join("") + ellipsis;
    if (context.measureText(cut).width <= width) fits = middle;
    else tooLong = middle;
  }
  return letters.slice(0, fits).join("") + ellipsis;
}
