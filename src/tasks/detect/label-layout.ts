import { type Box, clipBox, type Placement, type Size } from "#shared";

/** A size of a chip, in canvas pixels. */
export type ChipSize = Size;

/** Where things lie on the canvas: what of a drawer's view the layout needs. */
export interface CanvasView extends Size {
  readonly placement: Placement;
  readonly mirrored: boolean;
}

/** A box of source pixels in canvas pixels, mirrored where the view is. */
export function boxOnCanvas([x, y, width, height]: Box, view: CanvasView): Box {
  const { scaleX, scaleY, offsetX, offsetY } = view.placement;
  const left = x * scaleX + offsetX;
  const shownLeft = view.mirrored ? view.width - left - width * scaleX : left;
  return [shownLeft, y * scaleY + offsetY, width * scaleX, height * scaleY];
}

function touches(a: Box, b: Box): boolean {
  return a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];
}

/**
 * Places one chip for each box, in canvas pixels, in the order of the boxes: the first choose first.
 * A chip sits on its box's top edge, else within it at the top, under it, or within it at the bottom,
 * whichever first covers no other chip; always wholly on the canvas, whatever part of its box is.
 */
export function layoutLabels(
  boxes: readonly Box[],
  chips: readonly ChipSize[],
  canvas: Size,
): readonly Box[] {
  const placed: Box[] = [];
  for (const [index, box] of boxes.entries()) {
    const { width, height } = chips[index] ?? { width: 0, height: 0 };
    const [left, top, , shownHeight] = clipBox(box, canvas);
    const bottom = top + shownHeight;
    const x = Math.max(0, Math.min(left, canvas.width - width));
    const choices = [top - height, top, bottom, bottom - height]
      .filter((y) => y >= 0 && y + height <= canvas.height)
      .map((y): Box => [x, y, width, height]);
    const free = choices.find((choice) => !placed.some((other) => touches(choice, other)));
    const within = Math.max(0, Math.min(top, canvas.height - height));
    placed.push(free ?? choices[0] ?? [x, within, width, height]);
  }
  return placed;
}
