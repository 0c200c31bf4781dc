const contexts = new Map<string, OffscreenCanvasRenderingContext2D>();

/** A clear canvas to work on, one for each name; it is used again, so draw it before asking again. */
export function scratch(
  name: string,
  width: number,
  height: number,
): OffscreenCanvasRenderingContext2D {
  let context = contexts.get(name);
  if (!context) {
    context = new OffscreenCanvas(width, height).getContext("2d") ?? undefined;
    if (!context) throw new Error("no 2D context for the cut-out");
    contexts.set(name, context);
  }
  const { canvas } = context;
  // Setting a size makes a new canvas, even of the same size.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.resetTransform();
  context.globalCompositeOperation = "source-over";
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "medium";
  context.clearRect(0, 0, width, height);
  return context;
}
