/** `[x, y, width, height]`, x to the right and y down from the top left corner. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How a frame fills a model's input: whole with bars around it, or with bars on the right and below;
 * filled by distortion; filled by the middle of the frame. The model card says which.
 */
export type Fit = "letterbox" | "letterbox-top-left" | "stretch" | "centre-crop";

/** An axis-aligned map between two pixel grids: `x' = x · scaleX + offsetX`, likewise y. */
export interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** Where a frame of `from` pixels lies in a grid of `to` pixels. */
export function place(from: Size, to: Size, fit: Fit): Placement {
  const scaleX = to.width / from.width;
  const scaleY = to.height / from.height;
  if (fit === "stretch") return { scaleX, scaleY, offsetX: 0, offsetY: 0 };
  const scale = fit === "centre-crop" ? Math.max(scaleX, scaleY) : Math.min(scaleX, scaleY);
  if (fit === "letterbox-top-left") return { scaleX: scale, scaleY: scale, offsetX: 0, offsetY: 0 };
  return {
    scaleX: scale,
    scaleY: scale,
    offsetX: (to.width - from.width * scale) / 2,
    offsetY: (to.height - from.height * scale) / 2,
  };
}

/** Where a frame lies in a view that it covers (cut off at the edges) or is contained in (with bars). */
export function placeInView(from: Size, view: Size, fill: "cover" | "contain"): Placement {
  if (fill === "contain") return place(from, view, "letterbox");
  const scale = Math.max(view.width / from.width, view.height / from.height);
  return {
    scaleX: scale,
    scaleY: scale,
    offsetX: (view.width - from.width * scale) / 2,
    offsetY: (view.height - from.height * scale) / 2,
  };
}

/** The box, in the grid that `placement` maps from, of a box in the grid that it maps to. */
export function unplaceBox([x, y, width, height]: Box, placement: Placement): Box {
  return [
    (x - placement.offsetX) / placement.scaleX,
    (y - placement.offsetY) / placement.scaleY,
    width / placement.scaleX,
    height / placement.scaleY,
  ];
}

/** The part of a box that lies within `size`; zero wide or high where nothing does. */
export function clipBox([x, y, width, height]: Box, size: Size): Box {
  const left = Math.min(Math.max(x, 0), size.width);
  const top = Math.min(Math.max(y, 0), size.height);
  const right = Math.min(Math.max(x + width, left), size.width);
  const bottom = Math.min(Math.max(y + height, top), size.height);
  return [left, top, Math.max(0, right - left), Math.max(0, bottom - top)];
}

/** The middle of a box. */
export function centreOf([x, y, width, height]: Box): readonly [x: number, y: number] {
  return [x + width / 2, y + height / 2];
}

/** Intersection over union of two boxes, 0 … 1 (the Jaccard index). */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a[2] * a[3] + b[2] * b[3] - shared);
}
