import { type Placement, placeInView, type Size } from "#shared";

/** How a picture lies in a view: CSS pixels of the view for each pixel of the picture, and where its corner is. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A point of the view, in CSS pixels. */
export interface ViewPoint {
  readonly x: number;
  readonly y: number;
}

/** So large a pixel of the picture gets, in CSS pixels; pictures that fill the view as large go on a little. */
const largestPixel = 12;
const mostOverFit = 8;

/** The whole picture in the middle of the view. */
export function fitZoom(picture: Size, view: Size): Zoom {
  const { scaleX, offsetX, offsetY } = placeInView(picture, view, "contain");
  return { scale: scaleX, x: offsetX, y: offsetY };
}

/** Whether the picture is larger than it must be to be seen whole. */
export function isZoomed(zoom: Zoom, picture: Size, view: Size): boolean {
  return zoom.scale > fitZoom(picture, view).scale * 1.001;
}

/** Zooms by a factor; what lies under the point stays under it. */
export function zoomAt(
  zoom: Zoom,
  factor: number,
  point: ViewPoint,
  picture: Size,
  view: Size,
): Zoom {
  const least = fitZoom(picture, view).scale;
  const most = Math.max(largestPixel, least * mostOverFit);
  const scale = Math.min(most, Math.max(least, zoom.scale * factor));
  const real = scale / zoom.scale;
  return keepInView(
    {
      scale,
      x: point.x - (point.x - zoom.x) * real,
      y: point.y - (point.y - zoom.y) * real,
    },
    picture,
    view,
  );
}

/** Moves a picture by CSS pixels; it never leaves the view, and one that fits stays in the middle. */
export function panBy(zoom: Zoom, dx: number, dy: number, picture: Size, view: Size): Zoom {
  return keepInView({ ...zoom, x: zoom.x + dx, y: zoom.y + dy }, picture, view);
}

/** The same part of a picture in a view of another size; one that was whole stays whole. */
export function inOtherView(zoom: Zoom, picture: Size, before: Size, after: Size): Zoom {
  if (!isZoomed(zoom, picture, before)) return fitZoom(picture, after);
  const moved = {
    ...zoom,
    x: zoom.x + (after.width - before.width) / 2,
    y: zoom.y + (after.height - before.height) / 2,
  };
  return zoomAt(moved, 1, { x: after.width / 2, y: after.height / 2 }, picture, after);
}

/** Picture pixels → device pixels of the view. */
export function placementOf({ scale, x, y }: Zoom, pixelRatio: number): Placement {
  return {
    scaleX: scale * pixelRatio,
    scaleY: scale * pixelRatio,
    offsetX: x * pixelRatio,
    offsetY: y * pixelRatio,
  };
}

/** The CSS transform that shows what was drawn with one zoom as if it were drawn with another. */
export function transformBetween(drawn: Zoom, wanted: Zoom): string {
  const scale = wanted.scale / drawn.scale;
  const x = wanted.x - drawn.x * scale;
  const y = wanted.y - drawn.y * scale;
  return `translate(${x}px, ${y}px) scale(${scale})`;
}

function keepInView(zoom: Zoom, picture: Size, view: Size): Zoom {
  return {
    scale: zoom.scale,
    x: keepSide(zoom.x, picture.width * zoom.scale, view.width),
    y: keepSide(zoom.y, picture.height * zoom.scale, view.height),
  };
}

function keepSide(at: number, length: number, view: number): number {
  if (length <= view) return (view - length) / 2;
  return Math.min(0, Math.max(view - length, at));
}
