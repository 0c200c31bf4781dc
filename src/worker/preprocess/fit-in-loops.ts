import type { Affine, DType, InputSpec, TensorData } from "#shared";
import type { Channel, FramePlanes } from "./frame-planes.ts";
import { lineOf, margin, type Span } from "./gather-row.ts";
import type { PixelLoops } from "./pixel-loops.ts";
import { mixesOf, padsOf } from "./row-mixes.ts";

/** A frame's channels that are to be fitted. */
export interface ToFit {
  readonly planes: FramePlanes;
  readonly channels: readonly [Channel, Channel, Channel];
  /** Input pixels → the frame's own pixels. */
  readonly toOwn: Affine;
  /** The columns of a row that lie in the frame. */
  spanOf(y: number): Span;
}

const kinds = { float32: 0, int32: 1, uint8: 2 } as const satisfies Record<DType, number>;
const shifts = { 1: 0, 2: 1, 4: 2 } as const;

/**
 * Fits a frame whose planes lie in the memory of the loops in WebAssembly, as gather-row.ts and
 * finish-row.ts would; false, and nothing done, where they do not, or there is no room.
 */
export function fitInLoops(input: InputSpec, frame: ToFit, out: TensorData[DType]): boolean {
  const { planes, channels, toOwn } = frame;
  const { width, height, layout, dtype } = input;
  const [first, second, third] = channels;
  const [a, b, c] = [first.plane.at, second.plane.at, third.plane.at];
  const memory = planes.memory;
  if (!memory || a === undefined || b === undefined || c === undefined) return false;
  const at = width > memory.mostColumns ? undefined : memory.free(out.byteLength);
  if (at === undefined) return false;
  const { loops } = memory;
  const kind = kinds[dtype];
  memory.setMixes(mixesOf(input, planes.colours), padsOf(input), kind !== 0);
  const size = out.BYTES_PER_ELEMENT;
  const step = layout === "NHWC" ? 3 * size : size;
  const apart = layout === "NHWC" ? size : width * height * size;

  const locateFirst = locator(memory, 0, first, toOwn, width);
  // The second and third channel of a frame lie alike.
  const locateOthers = locator(memory, 1, second, toOwn, width);
  const gather = (y: number, span: Span): void => {
    const { from, to } = span;
    const { rowBytes } = first.plane;
    const rowA = a + locateFirst(y, span);
    if (first.plane === third.plane) {
      loops.gatherFour(0, rowA, rowBytes, first.offset === 2 ? 1 : 0, from, to);
      return;
    }
    loops.gatherOne(0, rowA, rowBytes, 0, from, to);
    const others = second.plane.rowBytes;
    const down = locateOthers(y, span);
    if (second.plane === third.plane) loops.gatherTwo(1, b + down, others, from, to);
    else {
      loops.gatherOne(1, b + down, others, 1, from, to);
      loops.gatherOne(1, c + down, others, 2, from, to);
    }
  };

  for (let y = 0; y < height; y++) {
    const span = frame.spanOf(y);
    const row = at + y * width * step;
    loops.fill(row, step, apart, kind, span.from);
    if (span.from < span.to) {
      gather(y, span);
      loops.finish(row + span.from * step, step, apart, kind, span.from, span.to);
    }
    loops.fill(row + span.to * step, step, apart, kind, width - span.to);
  }
  const bytes = new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  bytes.set(memory.bytesAt(at, out.byteLength));
  return true;
}

/**
 * Locates rows of an input in planes like a channel's as one of the loops' sets, and answers how many bytes after their start the row is
 * meant to be read. Where the frame lies straight, its columns are the same in every row.
 */
function locator(
  { loops }: PixelLoops,
  set: 0 | 1,
  { plane, step }: Channel,
  toOwn: Affine,
  width: number,
): (y: number, span: Span) => number {
  const { rowBytes, pixelBytes } = plane;
  const [lastX, lastY, shift] = [plane.width - 1, plane.height - 1, shifts[pixelBytes]];
  if (toOwn.b !== 0 || toOwn.c !== 0) {
    return (y, { from, to }) => {
      const { startX, startY, byX, byY } = lineOf(toOwn, step, y);
      loops.locate(set, lastX, lastY, rowBytes, shift, startX, startY, byX, byY, from, to);
      return 0;
    };
  }
  const { startX, byX } = lineOf(toOwn, step, 0);
  // The last block of a row may begin at its last column.
  loops.locate(set, lastX, 0, 0, shift, startX, 0, byX, 0, 0, width + 4);
  return (y, { from, to }) => {
    const at = lineOf(toOwn, step, y).startY | 0;
    const row = (at >> 16) - margin;
    const isBetween = row >= 0 && row < lastY;
    loops.level(set, isBetween ? (at >> 6) & 1023 : 0, from, to);
    return Math.min(Math.max(row, 0), lastY) * rowBytes;
  };
}
