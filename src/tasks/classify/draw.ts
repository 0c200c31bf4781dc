import type { ClassScore } from "#tasks";
import type { DrawView, TaskDrawer } from "#tasks/runner";
import { overlayColour } from "../colours.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = {
  text: 13,
  row: 26,
  padding: 10,
  bar: 3,
  radius: 8,
  left: 12,
  /** Under the bar of the app at the top of a phone. */
  top: 68,
  width: 220,
} as const;

const panelColour = "rgb(16 20 26 / 0.82)";
const trackColour = "rgb(255 255 255 / 0.22)";

/**
 * Lists the classes beside their scores, each as a bar, in a corner of the view: they are of the whole
 * picture and have no place in it.
 */
export const draw: TaskDrawer<"classify"> = (context, { classes }, view) => {
  if (classes.length === 0) return;
  const ratio = view.pixelRatio;
  const left = css.left * ratio;
  const width = Math.min(css.width * ratio, view.width - 2 * left);
  const height = (classes.length * css.row + 1.5 * css.padding) * ratio;
  const top = Math.max(0, Math.min(css.top * ratio, view.height - height - left));
  context.save();
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.beginPath();
  context.roundRect(left, top, width, height, css.radius * ratio);
  context.fillStyle = panelColour;
  context.fill();
  const pad = css.padding * ratio;
  for (const [index, one] of classes.entries()) {
    const rowTop = top + pad / 2 + index * css.row * ratio;
    drawRow(context, one, left + pad, rowTop, width - 2 * pad, view);
  }
  context.restore();
};

function drawRow(
  context: OffscreenCanvasRenderingContext2D,
  { label, score }: ClassScore,
  left: number,
  top: number,
  width: number,
  { pixelRatio: ratio }: DrawView,
): void {
  const middle = top + (css.row / 2) * ratio;
  const percent = `${Math.round(score * 100)}%`;
  const percentWidth = context.measureText(percent).width;
  context.fillStyle = "#ffffff";
  context.textAlign = "right";
  context.fillText(percent, left + width, middle);
  context.textAlign = "left";
  context.fillText(
    shortened(context, label, width - percentWidth - css.padding * ratio),
    left,
    middle,
  );
  const barTop = top + (css.row - css.bar) * ratio;
  const bar = css.bar * ratio;
  context.fillStyle = trackColour;
  context.fillRect(left, barTop, width, bar);
  context.fillStyle = overlayColour(1).line;
  context.fillRect(left, barTop, width * score, bar);
}

/** A label that is cut with an ellipsis where it is too long for its row. */
function shortened(
  context: Pick<OffscreenCanvasRenderingContext2D, "measureText">,
  label: string,
  width: number,
): string {
  if (context.measureText(label).width <= width) return label;
  let kept = label;
  while (kept.length > 1 && context.measureText(`${kept}…`).width > width) {
    kept = kept.slice(0, -1).trimEnd();
  }
  return `${kept}…`;
}
