import type { DrawView, TaskDrawer } from "#tasks/runner";
import { overlayColour } from "../colours.ts";
import { bones, sideOf } from "./bones.ts";
import { drawChips } from "./chips.ts";
import type { Keypoint } from "./task.ts";

type Context = OffscreenCanvasRenderingContext2D;
type Dot = readonly [x: number, y: number];

/** CSS pixels; all scaled by the view's pixel ratio. */
const css = {
  line: 2,
  /** On each side of a line. */
  halo: 1,
  joint: 4,
} as const;

const haloColour = "rgb(0 0 0 / 0.7)";
/** Blue for the person's left, orange for the right, white between: told apart with any colour vision. */
const colours = {
  left: overlayColour(1).line,
  right: overlayColour(0).line,
  middle: "#ffffff",
} as const;

/** A joint just at the smallest score is this strong; one of score 1 is fully so. */
const faintest = 0.45;

/** How strongly a joint of this score is drawn, 0 … 1. */
function strength(score: number, minScore: number): number {
  return (
    faintest + (1 - faintest) * Math.min(1, Math.max(0, (score - minScore) / (0.8 - minScore)))
  );
}

function dotOnCanvas({ x, y }: Keypoint, view: DrawView): Dot {
  const { scaleX, scaleY, offsetX, offsetY } = view.placement;
  const left = x * scaleX + offsetX;
  return [view.mirrored ? view.width - left : left, y * scaleY + offsetY];
}

/**
 * Draws the skeleton: a line for each bone whose two joints are seen, a dot for each joint, fainter the
 * less sure the model is. Joints below the smallest score are not drawn. In a mirrored view the body is
 * mirrored and keeps its colours (the person's left is blue); text is not mirrored.
 */
export const draw: TaskDrawer<"pose"> = (context, result, view) => {
  const ratio = view.pixelRatio;
  const { people, minScore, angles = [] } = result;
  context.save();
  context.lineCap = "round";
  for (const [index, { keypoints }] of people.entries()) {
    const seen = new Map(
      keypoints.filter(({ score }) => score >= minScore).map((joint) => [joint.name, joint]),
    );
    for (const [from, to] of bones) {
      const [a, b] = [seen.get(from), seen.get(to)];
      if (!a || !b) continue;
      context.globalAlpha = strength(Math.min(a.score, b.score), minScore);
      const side = sideOf(from) === sideOf(to) ? sideOf(from) : "middle";
      drawBone(context, dotOnCanvas(a, view), dotOnCanvas(b, view), colours[side], ratio);
    }
    for (const joint of seen.values()) {
      context.globalAlpha = strength(joint.score, minScore);
      drawJoint(context, dotOnCanvas(joint, view), colours[sideOf(joint.name)], ratio);
    }
    context.globalAlpha = 1;
    // Angles are the first person's.
    const labels = (index === 0 ? angles : []).flatMap(({ joint, degrees }) => {
      const keypoint = seen.get(joint);
      if (!keypoint) return [];
      return [{ at: dotOnCanvas(keypoint, view), text: `${Math.round(degrees)}°` }];
    });
    drawChips(context, labels, view);
  }
  context.restore();
};

function drawBone(context: Context, from: Dot, to: Dot, colour: string, ratio: number): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.strokeStyle = haloColour;
  context.lineWidth = (css.line + 2 * css.halo) * ratio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = css.line * ratio;
  context.stroke();
}

function drawJoint(context: Context, [x, y]: Dot, colour: string, ratio: number): void {
  context.beginPath();
  context.arc(x, y, css.joint * ratio, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = haloColour;
  context.lineWidth = css.halo * ratio;
  context.stroke();
}
