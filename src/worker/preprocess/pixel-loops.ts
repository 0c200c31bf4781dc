import builtIn from "./assembly/pixel-loops.ts?compiled";

/** What assembly/pixel-loops.ts exports. Addresses and lengths are bytes, `to` is exclusive. */
interface Loops {
  locate(
    set: number,
    lastX: number,
    lastY: number,
    rowBytes: number,
    pixelShift: number,
    startX: number,
    startY: number,
    byX: number,
    byY: number,
    from: number,
    to: number,
  ): void;
  level(set: number, weight: number, from: number, to: number): void;
  gatherOne(
    set: number,
    plane: number,
    rowBytes: number,
    channel: number,
    from: number,
    to: number,
  ): void;
  gatherTwo(set: number, plane: number, rowBytes: number, from: number, to: number): void;
  gatherFour(
    set: number,
    plane: number,
    rowBytes: number,
    isBlueFirst: 0 | 1,
    from: number,
    to: number,
  ): void;
  finish(out: number, step: number, plane: number, kind: number, from: number, to: number): void;
  fill(out: number, step: number, plane: number, kind: number, count: number): void;
  halve(
    plane: number,
    rowBytes: number,
    pixelBytes: number,
    into: number,
    intoRowBytes: number,
    length: number,
    height: number,
  ): void;
}

interface Exports extends Loops {
  readonly memory: WebAssembly.Memory;
  readonly mostColumns: WebAssembly.Global;
  mixesAt(): number;
  padsAt(): number;
  freeFrom(): number;
}

/** The loops over pixels in WebAssembly, and the memory that the pixels have to lie in. */
export interface PixelLoops {
  readonly loops: Loops;
  /** The longest row of an input, in pixels. */
  readonly mostColumns: number;
  /** Takes back all that was taken, and takes so much for a frame, which will grow by its halves. */
  takeFrame(bytes: number): number | undefined;
  /** Takes more of the frame's memory; undefined where there is no more, or a frame is being copied. */
  take(bytes: number): number | undefined;
  /** Where so much is free until more is taken. */
  free(bytes: number): number | undefined;
  /** The memory from an address on; not to be kept, for memory that grows lies elsewhere. */
  bytesAt(at: number, length: number): Uint8Array<ArrayBuffer>;
  /** Lets a frame be copied into memory that does not grow meanwhile. */
  during<T>(copying: Promise<T>): Promise<T>;
  /** What `finish` and `fill` go by: eighteen numbers, and the values of bars. */
  setMixes(mixes: readonly (readonly number[])[], pads: readonly number[], isWhole: boolean): void;
}

const pageBytes = 65_536;
/** Memory grows by so much at a time. */
const growthPages = 64;
/** For a 4K frame of any format and its halves; larger ones are left to JavaScript. */
const mostPages = 1024;
/** Whole blocks are read and written beyond the end of rows, and a row below the last is read. */
const slackBytes = 65_536;

/**
 * Starts the loops with memory of their own, or tells by undefined that this browser cannot.
 * @param code the module in base64
 */
export function startPixelLoops(code = builtIn): PixelLoops | undefined {
  let exports: Exports;
  try {
    const bytes = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));
    // A few kilobytes: at once, not one more thing to wait for.
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    exports = instance.exports as unknown as Exports;
  } catch {
    // No vectors here, or no WebAssembly by this page's policy: the same is done in JavaScript.
    return undefined;
  }
  const { memory } = exports;
  const bottom = exports.freeFrom();
  let top = bottom;
  let copies = 0;

  function reach(end: number): boolean {
    const lacking = Math.ceil((end + slackBytes - memory.buffer.byteLength) / pageBytes);
    if (lacking <= 0) return true;
    const pages = memory.buffer.byteLength / pageBytes;
    const wanted = Math.min(mostPages - pages, Math.ceil(lacking / growthPages) * growthPages);
    if (wanted < lacking || copies > 0) return false;
    try {
      memory.grow(wanted);
    } catch {
      // Out of memory: larger frames are not worth a failure.
      return false;
    }
    return true;
  }
  const aligned = (at: number): number => (at + 15) & ~15;
  const take = (bytes: number): number | undefined => {
    const at = aligned(top);
    if (!reach(at + bytes)) return undefined;
    top = at + bytes + 16;
    return at;
  };

  return {
    loops: exports,
    mostColumns: exports.mostColumns.value,
    takeFrame(bytes) {
      // Its halves take a third of it.
      if (!reach(bottom + Math.ceil(bytes * 1.4))) return undefined;
      top = bottom;
      return take(bytes);
    },
    take,
    free: (bytes) => (reach(aligned(top) + bytes) ? aligned(top) : undefined),
    bytesAt: (at, length) => new Uint8Array(memory.buffer as ArrayBuffer, at, length),
    async during(copying) {
      copies += 1;
      try {
        return await copying;
      } finally {
        copies -= 1;
      }
    },
    setMixes(mixes, pads, isWhole) {
      new Float32Array(memory.buffer, exports.mixesAt(), 18).set(mixes.flat());
      const padsOf = isWhole ? Int32Array : Float32Array;
      new padsOf(memory.buffer, exports.padsAt(), 3).set(pads);
    },
  };
}
