import type { Box } from "#shared";
import type { Corner } from "#tasks";
import type { DrawView, TaskDrawer } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { boxOnCanvas, layoutLabels } from "./label-layout.ts";

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = {
  line: 2,
  /** On each side of the line. */
  halo: 1,
  text: 13,
  chipHeight: 20,
  chipPadding: 6,
  radius: 4,
} as const;

const haloColour = "rgb(0 0 0 / 0.7)";

/**
 * Draws each thing as a box with its label and score on a solid chip. Lines and text keep their size
 * on the screen whatever the frame's is; in a mirrored view the boxes are mirrored, the text is not.
 */
export const draw: TaskDrawer<"detect"> = (context, { detections }, view) => {
  const ratio = view.pixelRatio;
  context.save();
  context.font = `600 ${css.text * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";

  const boxes = detections.map(({ box }) => boxOnCanvas(box, view));
  const texts = detections.map(({ label, score }) => `${label} ${Math.round(score * 100)}%`);
  const chips = layoutLabels(
    boxes,
    texts.map((text) => ({
      width: Math.ceil(context.measureText(text).width) + 2 * css.chipPadding * ratio,
      height: css.chipHeight * ratio,
    })),
    view,
  );

  // The best comes first in a result, so it is drawn last: on top.
  for (let index = detections.length - 1; index >= 0; index -= 1) {
    const box = boxes[index];
    const detection = detections[index];
    if (!box || !detection) continue;
    const { corners, classId } = detection;
    if (corners) traceTurned(context, corners, view);
    else traceRounded(context, box, css.radius * ratio);
    strokeLine(context, overlayColour(classId).line, ratio);
  }
  for (let index = detections.length - 1; index >= 0; index -= 1) {
    const chip = chips[index];
    const detection = detections[index];
    if (!chip || !detection) continue;
    const { line, text } = overlayColour(detection.classId);
    fillRounded(context, chip, css.radius * ratio, line);
    context.fillStyle = text;
    const [x, y, , height] = chip;
    context.fillText(texts[index] ?? "", x + css.chipPadding * ratio, y + height / 2);
  }
  context.restore();
};

function traceRounded(
  context: OffscreenCanvasRenderingContext2D,
  [x, y, width, height]: Box,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
}

/** The outline of a turned box, its corners in source pixels. */
function traceTurned(
  context: OffscreenCanvasRenderingContext2D,
  corners: readonly Corner[],
  view: DrawView,
): void {
  context.beginPath();
  for (const [index, [x, y]] of corners.entries()) {
    const [left, top] = boxOnCanvas([x, y, 0, 0], view);
    if (index === 0) context.moveTo(left, top);
    else context.lineTo(left, top);
  }
  context.closePath();
}

function strokeLine(
  context: OffscreenCanvasRenderingContext2D,
  colour: string,
  ratio: number,
): void {
  context.strokeStyle = haloColour;
  context.lineWidth = (css.line + 2 * css.halo) * ratio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = css.line * ratio;
  context.stroke();
}

function fillRounded(
  context: OffscreenCanvasRenderingContext2D,
  box: Box,
  radius: number,
  colour: string,
): void {
  traceRounded(context, box, radius);
  context.fillStyle = colour;
  context.fill();
}
