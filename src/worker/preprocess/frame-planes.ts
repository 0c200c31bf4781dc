import type { Affine } from "#shared";
import { type ColourMatrix, plainColours, yuvColours } from "./frame-colours.ts";
import { halveIn, planeIn } from "./halve-in-loops.ts";
import type { PixelLoops } from "./pixel-loops.ts";
import { halve, type Plane, wordAligned } from "./plane.ts";

/** One colour channel of a frame, at one of its sizes. */
export interface Channel {
  readonly plane: Plane;
  /** Of the channel's byte within a pixel. */
  readonly offset: number;
  /** How many of the frame's own pixels one of its pixels is wide and high. */
  readonly step: number;
}

/** A frame's own bytes, readable at every halved size. */
export interface FramePlanes {
  /** What a channel's bytes are for the colours. */
  readonly colours: ColourMatrix;
  /** Where planes lie that have an address. */
  readonly memory?: PixelLoops | undefined;
  /** Pixels as they are shown (turned, square) → the frame's own pixels. */
  readonly toOwn: Affine;
  /** The three channels of the frame halved so often; each is halved once, however often it is asked for. */
  channels(halvings: number): readonly [Channel, Channel, Channel];
}

/** Reads frames, one at a time, into memory that is used again for the next. */
export interface FrameReader {
  /**
   * The frame's bytes, valid until another frame is read; the same frame is read once. Undefined where
   * this browser does not hand them out as 8-bit YUV or RGB of common colours.
   */
  read(frame: VideoFrame): Promise<FramePlanes | undefined>;
}

/** Where a channel lies among the planes of a format: the plane's index, and the byte within its pixels. */
type Place = readonly [plane: number, offset: number];

interface Format {
  readonly kind: "yuv" | "rgb";
  /** Bytes of a pixel, and how much smaller than the frame, for each plane. */
  readonly planes: readonly { readonly pixelBytes: 1 | 2 | 4; readonly shrink: 1 | 2 }[];
  readonly channels: readonly [Place, Place, Place];
}

const luma = { pixelBytes: 1, shrink: 1 } as const;
const chroma = { pixelBytes: 1, shrink: 2 } as const;
const fours = { pixelBytes: 4, shrink: 1 } as const;
const rgba = {
  kind: "rgb",
  planes: [fours],
  channels: [
    [0, 0],
    [0, 1],
    [0, 2],
  ],
} as const;
const bgra = {
  kind: "rgb",
  planes: [fours],
  channels: [
    [0, 2],
    [0, 1],
    [0, 0],
  ],
} as const;

/** What cameras and canvases give: https://w3c.github.io/webcodecs/#pixel-format */
const formats: Readonly<Record<string, Format>> = {
  I420: {
    kind: "yuv",
    planes: [luma, chroma, chroma],
    channels: [
      [0, 0],
      [1, 0],
      [2, 0],
    ],
  },
  NV12: {
    kind: "yuv",
    planes: [luma, { pixelBytes: 2, shrink: 2 }],
    channels: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  },
  RGBA: rgba,
  RGBX: rgba,
  BGRA: bgra,
  BGRX: bgra,
};

/**
 * Makes a reader with no memory yet.
 * @param loops the WebAssembly loops' memory, which frames go to as long as they fit; its only user
 */
export function createFrameReader(loops?: PixelLoops): FrameReader {
  let inLoops = loops;
  let bytes = new Uint8Array();
  /** By plane and halvings. */
  const halves = new Map<string, Uint8Array>();
  const refused = new Set<string>();
  let last:
    | { readonly frame: VideoFrame; readonly planes: Promise<FramePlanes | undefined> }
    | undefined;

  async function copy(
    frame: VideoFrame,
    memory: PixelLoops | undefined,
  ): Promise<FramePlanes | undefined> {
    const { format, visibleRect, colorSpace } = frame;
    const known = formats[format ?? ""];
    if (!known || !format || !visibleRect || refused.has(format)) return undefined;
    const colours = known.kind === "rgb" ? plainColours : yuvColours(colorSpace);
    if (!colours) return undefined;
    const planes: (Omit<Plane, "bytes"> & { readonly start: number })[] = [];
    let total = 0;
    for (const { pixelBytes, shrink } of known.planes) {
      const width = Math.ceil(visibleRect.width / shrink);
      const height = Math.ceil(visibleRect.height / shrink);
      const rowBytes = wordAligned(width * pixelBytes);
      planes.push({ width, height, pixelBytes, rowBytes, start: total });
      total += rowBytes * height;
    }
    const at = memory?.takeFrame(total);
    if (at === undefined && bytes.length < total) bytes = new Uint8Array(total);
    const into = memory && at !== undefined ? memory.bytesAt(at, total) : bytes;
    const layout = planes.map(({ start, rowBytes }) => ({ offset: start, stride: rowBytes }));
    try {
      const copying = frame.copyTo(into, { layout });
      await (memory?.during(copying) ?? copying);
    } catch {
      if (at !== undefined) {
        const planes = await copy(frame, undefined);
        // It was the kind of memory that this browser does not copy to.
        if (planes) inLoops = undefined;
        return planes;
      }
      // Formats that are named and yet not handed out: the canvas takes all that can be shown.
      refused.add(format);
      return undefined;
    }
    const whole = planes.map(({ start, ...plane }): Plane => {
      const end = start + plane.rowBytes * plane.height;
      if (memory && at !== undefined) return planeIn(memory, at + start, plane);
      return { ...plane, bytes: bytes.subarray(start, end) };
    });
    return { colours, memory, toOwn: toOwnPixels(frame), channels: pyramid(known, whole, memory) };
  }

  function pyramid(
    format: Format,
    whole: readonly Plane[],
    memory: PixelLoops | undefined,
  ): FramePlanes["channels"] {
    const sizes = whole.map((plane) => [plane]);
    const at = (index: number, times: number): Plane => {
      const sized = sizes[index] as Plane[];
      while (sized.length <= times) {
        const key = `${index} ${sized.length}`;
        const from = sized.at(-1) as Plane;
        const inMemory = memory && halveIn(memory, from);
        const half = inMemory ?? halve(from, halves.get(key));
        if (!inMemory) halves.set(key, half.bytes);
        sized.push(half);
      }
      return sized[times] as Plane;
    };
    return (halvings) => {
      const channel = ([index, offset]: Place): Channel => {
        // Chroma is half as large to begin with.
        const { shrink = 1 } = format.planes[index] ?? {};
        const times = Math.max(0, halvings - (shrink - 1));
        return { plane: at(index, times), offset, step: shrink * 2 ** times };
      };
      const [first, second, third] = format.channels;
      return [channel(first), channel(second), channel(third)];
    };
  }

  return {
    read(frame) {
      if (last?.frame !== frame) last = { frame, planes: copy(frame, inLoops) };
      return last.planes;
    },
  };
}

/** What newer browsers know about frames of a turned camera: https://w3c.github.io/webcodecs/#videoframe-interface */
interface Turned {
  /** Clockwise, a multiple of 90. */
  readonly rotation?: number;
  /** Mirrored before it is turned. */
  readonly flip?: boolean;
}

/** Pixels as they are shown → pixels of the visible rectangle. */
export function toOwnPixels(
  frame: Pick<VideoFrame, "displayWidth" | "displayHeight" | "visibleRect"> & Turned,
): Affine {
  const { displayWidth, displayHeight, visibleRect, rotation = 0, flip = false } = frame;
  const width = visibleRect?.width ?? displayWidth;
  const height = visibleRect?.height ?? displayHeight;
  const quarter = ((rotation % 360) + 360) % 360;
  const across = quarter % 180 === 90;
  // Own pixels for one shown pixel, along the frame's own sides.
  const x = width / (across ? displayHeight : displayWidth);
  const y = height / (across ? displayWidth : displayHeight);
  const upright: Readonly<Record<number, Affine>> = {
    0: { a: x, b: 0, c: 0, d: y, e: 0, f: 0 },
    90: { a: 0, b: -y, c: x, d: 0, e: 0, f: height },
    180: { a: -x, b: 0, c: 0, d: -y, e: width, f: height },
    270: { a: 0, b: y, c: -x, d: 0, e: width, f: 0 },
  };
  const map = upright[quarter] ?? { a: x, b: 0, c: 0, d: y, e: 0, f: 0 };
  if (!flip) return map;
  return { ...map, a: -map.a, c: -map.c, e: width - map.e };
}
