import { describe, expect, it } from "vitest";
import {
  fitZoom,
  inOtherView,
  isZoomed,
  panBy,
  placementOf,
  transformBetween,
  zoomAt,
} from "./zoom.ts";

const picture = { width: 400, height: 200 };
const view = { width: 200, height: 200 };
const fit = fitZoom(picture, view);
const middle = { x: 100, y: 100 };

/** The picture pixel under a point of the view. */
const under = ({ scale, x, y }: typeof fit, point: { x: number; y: number }) => ({
  x: (point.x - x) / scale,
  y: (point.y - y) / scale,
});

describe("zoom", () => {
  it("begins with the whole picture in the middle", () => {
    expect(fit).toEqual({ scale: 0.5, x: 0, y: 50 });
    expect(isZoomed(fit, picture, view)).toBe(false);
  });

  it("keeps what lies under the point", () => {
    const near = zoomAt(fit, 4, middle, picture, view);
    expect(near.scale).toBe(2);
    expect(under(near, middle)).toEqual(under(fit, middle));
    const point = { x: 150, y: 80 };
    const nearer = zoomAt(near, 1.5, point, picture, view);
    expect(under(nearer, point).x).toBeCloseTo(under(near, point).x);
    expect(under(nearer, point).y).toBeCloseTo(under(near, point).y);
  });

  it("goes neither below the whole picture nor beyond large pixels", () => {
    expect(zoomAt(fit, 0.1, { x: 3, y: 4 }, picture, view)).toEqual(fit);
    expect(zoomAt(fit, 1000, middle, picture, view).scale).toBe(12);
    const tiny = { width: 3, height: 2 };
    expect(zoomAt(fitZoom(tiny, view), 1000, middle, tiny, view).scale).toBeCloseTo(8 * (200 / 3));
  });

  it("never lets the picture leave the view", () => {
    const near = zoomAt(fit, 4, middle, picture, view);
    expect(panBy(near, 9999, 9999, picture, view)).toMatchObject({ x: 0, y: 0 });
    expect(panBy(near, -9999, -9999, picture, view)).toMatchObject({ x: -600, y: -200 });
    expect(panBy(fit, 30, 30, picture, view)).toEqual(fit);
  });

  it("stays whole, or at its middle, when the view changes", () => {
    const wide = { width: 400, height: 100 };
    expect(inOtherView(fit, picture, view, wide)).toEqual(fitZoom(picture, wide));
    const near = zoomAt(fit, 8, middle, picture, view);
    const other = inOtherView(near, picture, view, wide);
    expect(under(other, { x: 200, y: 50 })).toEqual(under(near, middle));
  });

  it("places pixels for sharp screens", () => {
    expect(placementOf(fit, 2)).toEqual({ scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 100 });
  });

  it("moves what was drawn to where it is wanted until it is drawn anew", () => {
    const near = zoomAt(fit, 2, middle, picture, view);
    expect(transformBetween(fit, near)).toBe("translate(-100px, -100px) scale(2)");
    expect(transformBetween(near, near)).toBe("translate(0px, 0px) scale(1)");
  });
});
