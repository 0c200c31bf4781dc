import type { Size } from "#shared";

/** A short text beside a point of the canvas. */
export interface Chip {
  readonly at: readonly [x: number, y: number];
  readonly text: string;
}

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = { text: 12, height: 18, padding: 5, radius: 4, distance: 8 } as const;

/** Writes each text on a solid chip beside its point, on the side where it stays on the canvas. */
export function drawChips(
  context: OffscreenCanvasRenderingContext2D,
  chips: readonly Chip[],
  view: Size & { readonly pixelRatio: number },
): void {
  const ratio = view.pixelRatio;
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const height = css.height * ratio;
  for (const { at, text } of chips) {
    const [x, y] = at;
    const width = Math.ceil(context.measureText(text).width) + 2 * css.padding * ratio;
    const right = x + css.distance * ratio;
    const left = right + width <= view.width ? right : x - css.distance * ratio - width;
    const top = Math.min(Math.max(y - height / 2, 0), view.height - height);
    context.beginPath();
    context.roundRect(Math.max(0, left), top, width, height, css.radius * ratio);
    context.fillStyle = "rgb(16 20 26 / 0.88)";
    context.fill();
    context.fillStyle = "#ffffff";
    context.fillText(text, Math.max(0, left) + css.padding * ratio, top + height / 2);
  }
}
