/** What drawing a sign needs of a canvas. */
type Pen = Pick<
  OffscreenCanvasRenderingContext2D,
  | "canvas"
  | "fillStyle"
  | "fillRect"
  | "fillText"
  | "font"
  | "textAlign"
  | "rotate"
  | "translate"
  | "resetTransform"
>;

/** A signboard with words in several sizes, one of them at a slant: what a text finder truly reacts to. */
export function drawSample(context: Pen): void {
  const { width, height } = context.canvas;
  const unit = width / 320;
  context.fillStyle = "#7fa6c9";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#f4f1e6";
  context.fillRect(20 * unit, 30 * unit, 280 * unit, 190 * unit);
  context.fillStyle = "#1d3a5f";
  context.textAlign = "center";
  context.font = `bold ${44 * unit}px sans-serif`;
  context.fillText("HARBOUR", width / 2, 85 * unit);
  context.font = `${26 * unit}px serif`;
  context.fillText("Platform 12", width / 2, 130 * unit);
  context.font = `${16 * unit}px sans-serif`;
  context.fillText("boats leave at 10:45 and 17:20", width / 2, 165 * unit);
  context.fillText("no smoking", width / 2, 200 * unit);
  context.translate(width / 2, 275 * unit);
  context.rotate(-0.12);
  context.fillStyle = "#4a1f1f";
  context.font = `bold ${30 * unit}px sans-serif`;
  context.fillText("WAY OUT", 0, 0);
  context.resetTransform();
}
