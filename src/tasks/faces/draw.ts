import type { Box, Size } from "#shared";
import type { DrawView, TaskComposer, TaskDrawer } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { contours } from "./contours.ts";
import { cover } from "./cover.ts";
import { amend } from "./hindsight.ts";
import type { FacesResult, MeshPoint } from "./task.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = {
  box: 2,
  contour: 1.5,
  /** On each side of a line. */
  halo: 1,
  dot: 1.5,
  radius: 8,
} as const;

const haloColour = "rgb(0 0 0 / 0.6)";
const dotColour = "rgb(255 255 255 / 0.55)";
/** Opaque. */
const veilColour = "#14181d";

/**
 * Draws a box around each face and, where it has one, its mesh: a few strong lines, the rest as dots.
 * What lies under the canvas must not be seen where faces are hidden: such a result covers all of it.
 */
export const draw: TaskDrawer<"faces"> = (context, result, view) => {
  if (result.hidden) {
    context.fillStyle = veilColour;
    context.fillRect(0, 0, view.width, view.height);
  }
  drawMarks(context, result, view);
};

/**
 * Draws a frame over the view with everything covered that its result says. The covers are the marks: a
 * box drawn on one makes it look like a face again (to MediaPipe's finder, with a score of 0.6). A result
 * without `hidden` is of a time when nothing was to be hidden: then the frame is not drawn.
 * See [Note: Hidden faces].
 * @param image the very frame that the result is of, as it is shown (turned, square pixels)
 */
export const compose: TaskComposer<"faces"> = (context, image, result, view, options) => {
  const { frame, hidden } = result;
  if (!hidden || options.hide === "off") {
    context.fillStyle = veilColour;
    context.fillRect(0, 0, view.width, view.height);
    return;
  }
  drawFrame(context, image, frame, view);
  cover(context, image, frame, hidden, view, options);
};

export { amend };

function drawMarks(
  context: OffscreenCanvasRenderingContext2D,
  { faces, hidden }: FacesResult,
  view: DrawView,
): void {
  const ratio = view.pixelRatio;
  context.save();
  context.lineJoin = "round";
  context.lineCap = "round";
  // The best comes first in a result, so it is drawn last: on top.
  for (const [index, { box, mesh, trackId }] of [...faces.entries()].reverse()) {
    const colour = overlayColour(trackId ?? index).line;
    // The shape of a face would tell much of what is covered.
    if (mesh && !hidden) drawMesh(context, mesh, colour, view);
    const [x, y, width, height] = onCanvas(box, view);
    const radius = Math.min(css.radius * ratio, width / 2, height / 2);
    context.beginPath();
    context.roundRect(x, y, width, height, radius);
    strokeWithHalo(context, colour, css.box * ratio, ratio);
  }
  context.restore();
}

function drawFrame(
  context: OffscreenCanvasRenderingContext2D,
  image: CanvasImageSource,
  { width, height }: Size,
  { placement: { scaleX, scaleY, offsetX, offsetY }, mirrored, width: viewWidth }: DrawView,
): void {
  context.save();
  if (mirrored) context.transform(-1, 0, 0, 1, viewWidth, 0);
  context.drawImage(image, offsetX, offsetY, width * scaleX, height * scaleY);
  context.restore();
}

function pointOnCanvas(x: number, y: number, view: DrawView): readonly [x: number, y: number] {
  const { scaleX, scaleY, offsetX, offsetY } = view.placement;
  const left = x * scaleX + offsetX;
  return [view.mirrored ? view.width - left : left, y * scaleY + offsetY];
}

function onCanvas([x, y, width, height]: Box, view: DrawView): Box {
  const [left, top] = pointOnCanvas(view.mirrored ? x + width : x, y, view);
  return [left, top, width * view.placement.scaleX, height * view.placement.scaleY];
}

function drawMesh(
  context: OffscreenCanvasRenderingContext2D,
  mesh: readonly MeshPoint[],
  colour: string,
  view: DrawView,
): void {
  const ratio = view.pixelRatio;
  const points = mesh.map(([x, y]) => pointOnCanvas(x, y, view));
  context.fillStyle = dotColour;
  const size = css.dot * ratio;
  for (const [x, y] of points) context.fillRect(x - size / 2, y - size / 2, size, size);
  context.beginPath();
  for (const { points: line, closed } of contours) {
    for (const [step, index] of line.entries()) {
      const [x, y] = points[index] ?? [0, 0];
      if (step === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (closed) context.closePath();
  }
  strokeWithHalo(context, colour, css.contour * ratio, ratio);
}

function strokeWithHalo(
  context: OffscreenCanvasRenderingContext2D,
  colour: string,
  width: number,
  ratio: number,
): void {
  context.strokeStyle = haloColour;
  context.lineWidth = width + 2 * css.halo * ratio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
