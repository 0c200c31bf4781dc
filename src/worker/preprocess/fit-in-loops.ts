import type { Affine, DType, InputSpec, TensorData } from "#shared";
import type { Channel, FramePlanes } from "./frame-planes.ts";
import { lineOf, type Span } from "./gather-row.ts";
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

  const locate = ({ plane, step: shrink }: Channel, y: number, { from, to }: Span): void => {
    const { startX, startY, byX, byY } = lineOf(toOwn, shrink, y);
    const { rowBytes, pixelBytes } = plane;
    const [lastX, lastY, shift] = [plane.width - 1, plane.height - 1, shifts[pixelBytes]];
    loops.locate(lastX, lastY, rowBytes, shift, startX, startY, byX, byY, from, to);
  };
  const gather = (y: number, span: Span): void => {
    const { from, to } = span;
    locate(first, y, span);
    if (first.plane === third.plane) {
      loops.gatherFour(a, first.plane.rowBytes, first.offset === 2 ? 1 : 0, from, to);
      return;
    }
    loops.gatherOne(a, first.plane.rowBytes, 0, from, to);
    // The second and third channel of a frame lie alike.
    locate(second, y, span);
    if (second.plane === third.plane) loops.gatherTwo(b, second.plane.rowBytes, from, to);
    else {
      loops.gatherOne(b, second.plane.rowBytes, 1, from, to);
      loops.gatherOne(c, third.plane.rowBytes, 2, from, to);
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
