/** What drawing a line needs of a canvas. */
type Pen = Pick<
  OffscreenCanvasRenderingContext2D,
  "canvas" | "fillStyle" | "fillRect" | "fillText" | "font" | "textAlign" | "textBaseline"
>;

/** A line of text cut close, as the recogniser gets it. */
export function drawSample(context: Pen): void {
  const { width, height } = context.canvas;
  context.fillStyle = "#f4f1e6";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#1d3a5f";
  context.textAlign = "center";
  context.textBaseline = "middle";
  const text = width < 4.5 * height ? "Harbour" : "Platform 12, 10:45";
  context.font = `bold ${height * 0.72}px sans-serif`;
  context.fillText(text, width / 2, height / 2, width * 0.94);
}
