import type { PixelLoops } from "./pixel-loops.ts";
import { type Plane, wordAligned } from "./plane.ts";

/** A plane at an address of the loops' memory; its bytes are looked up when asked for. */
export function planeIn(memory: PixelLoops, at: number, plane: Omit<Plane, "bytes">): Plane {
  const { width, height, pixelBytes, rowBytes } = plane;
  return {
    at,
    width,
    height,
    pixelBytes,
    rowBytes,
    get bytes() {
      return memory.bytesAt(at, rowBytes * height);
    },
  };
}

/**
 * The plane at half the size, as plane.ts makes it, beside it in the loops' memory; undefined where it is
 * not there, there is no room, or it is a single row or column.
 */
export function halveIn(memory: PixelLoops, from: Plane): Plane | undefined {
  if (from.at === undefined || from.width < 2 || from.height < 2) return undefined;
  const [width, height] = [from.width >> 1, from.height >> 1];
  const { pixelBytes } = from;
  const length = width * pixelBytes;
  const rowBytes = wordAligned(length);
  const at = memory.take(rowBytes * height);
  if (at === undefined) return undefined;
  memory.loops.halve(from.at, from.rowBytes, pixelBytes, at, rowBytes, length, height);
  return planeIn(memory, at, { width, height, pixelBytes, rowBytes });
}
