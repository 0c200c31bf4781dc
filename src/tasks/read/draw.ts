import type { TaskDrawer } from "#tasks/runner";
import { drawLines } from "./draw-lines.ts";

/** Draws the outline of each line and what it says. */
export const draw: TaskDrawer<"read"> = (context, { lines }, view) =>
  drawLines(context, lines, view);
