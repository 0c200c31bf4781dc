import type { Pen } from "../detect/sample/pen.ts";
import { bodyAt, LOOP_MS } from "./sample-body.ts";
import { drawFigure } from "./sample-figure.ts";
import { drawRoom, type RoomView, roomView } from "./sample-room.ts";

let empty: OffscreenCanvas | undefined;

/** The empty room never changes: it is drawn once for each size. */
function paintRoom(pen: Pen, view: RoomView): void {
  if (typeof OffscreenCanvas === "undefined") {
    drawRoom(pen, view);
    return;
  }
  if (empty?.width !== view.width || empty.height !== view.height) {
    empty = new OffscreenCanvas(view.width, view.height);
    const still = empty.getContext("2d");
    if (still) drawRoom(still, view);
  }
  pen.drawImage(empty, 0, 0);
}

/** Draws somebody who does knee bends in a room, at the given time, over the whole canvas of the context. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  if (width < 1 || height < 1) return;
  const view = roomView(width, height);
  const phase = (((timeMs / LOOP_MS) % 1) + 1) % 1;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  paintRoom(context, view);
  context.translate(width / 2, view.floor);
  context.scale(view.zoom, view.zoom);
  drawFigure(context, bodyAt(phase));
  context.restore();
}
