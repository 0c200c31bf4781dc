import type { DrawView } from "#tasks/runner";
import type { ShutterState } from "./task.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = { radius: 44, line: 6, text: 40 } as const;

const discColour = "rgb(16 20 26 / 0.6)";
const trackColour = "rgb(255 255 255 / 0.3)";
const ringColour = "#ffffff";

/** Draws the countdown of the shutter in the middle of the view: a ring that fills, and the seconds left. */
export function drawCountdown(
  context: OffscreenCanvasRenderingContext2D,
  { progress, secondsLeft }: ShutterState,
  { width, height, pixelRatio: ratio }: Pick<DrawView, "width" | "height" | "pixelRatio">,
): void {
  const [x, y] = [width / 2, height / 2];
  const radius = css.radius * ratio;
  const top = -Math.PI / 2;
  context.beginPath();
  context.arc(x, y, radius + css.line * ratio, 0, 2 * Math.PI);
  context.fillStyle = discColour;
  context.fill();
  context.lineWidth = css.line * ratio;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = trackColour;
  context.stroke();
  context.beginPath();
  context.arc(x, y, radius, top, top + progress * 2 * Math.PI);
  context.strokeStyle = ringColour;
  context.stroke();
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = ringColour;
  context.fillText(String(secondsLeft), x, y);
}
