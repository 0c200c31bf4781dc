import type { Shape } from "./report.ts";

/** Side that stands in for an open height or width: a multiple of 32, which most networks ask for. */
const openSide = 320;

/** Where a picture's batch, height, width and channels stand in a shape; `null` when it is no picture. */
export interface PictureAxes {
  readonly layout: "NHWC" | "NCHW";
  readonly batch: number | null;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** 1, 3 or 4; 3 where it is open. */
  readonly channelCount: number;
}

/** Reads a shape of rank 4 (or 3, without a batch) as a picture. */
export function pictureAxes(shape: Shape | null): PictureAxes | null {
  if (shape === null || (shape.length !== 4 && shape.length !== 3)) return null;
  const batch = shape.length === 4 ? 0 : null;
  const first = shape.length - 3;
  const count = (axis: number): number | null => shape[axis] ?? null;
  const few = (size: number | null): boolean => size === 1 || size === 3 || size === 4;
  const planar = {
    layout: "NCHW",
    batch,
    channels: first,
    height: first + 1,
    width: first + 2,
  } as const;
  const packed = {
    layout: "NHWC",
    batch,
    height: first,
    width: first + 1,
    channels: first + 2,
  } as const;
  if (few(count(packed.channels)) && !few(count(first))) {
    return { ...packed, channelCount: count(packed.channels) ?? 3 };
  }
  if (few(count(first))) return { ...planar, channelCount: count(first) ?? 3 };
  return null;
}

/** A shape with every open size chosen: batch 1, the sides as given, anything else 1. */
export function closedShape(
  shape: Shape | null,
  asked: { readonly width: number; readonly height: number } | null,
): Shape | null {
  if (shape === null || !shape.includes(null)) return shape;
  const axes = pictureAxes(shape);
  const { width, height } = asked ?? { width: openSide, height: openSide };
  return shape.map((size, axis) => {
    if (size !== null) return size;
    if (axes === null) return 1;
    if (axis === axes.height) return height;
    if (axis === axes.width) return width;
    return axis === axes.channels ? 3 : 1;
  });
}

/** The size that `closedShape` chose for an open height or width; `null` where none was open. */
export function chosenSize(
  shape: Shape | null,
  closed: Shape | null,
): { readonly width: number; readonly height: number } | null {
  const axes = pictureAxes(shape);
  if (axes === null || shape === null || closed === null) return null;
  if (shape[axes.height] !== null && shape[axes.width] !== null) return null;
  return { width: closed[axes.width] ?? openSide, height: closed[axes.height] ?? openSide };
}
