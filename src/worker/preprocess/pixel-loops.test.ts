import { afterEach, describe, expect, it, vi } from "vitest";
import { affineOf, type InputSpec, invert, place } from "#shared";
import { exampleCard } from "#shared/example-card";
import { createInputTensor } from "./convert.ts";
import { createPlaneFitter } from "./fit-planes.ts";
import { createFrameReader, type FramePlanes } from "./frame-planes.ts";
import { halveIn, planeIn } from "./halve-in-loops.ts";
import { type PixelLoops, startPixelLoops } from "./pixel-loops.ts";
import { halve, type Plane, wordAligned } from "./plane.ts";

afterEach(() => vi.unstubAllGlobals());

function loopsHere(): PixelLoops {
  const loops = startPixelLoops();
  if (!loops) throw new Error("no vectors in this Node");
  return loops;
}

const mebibyte = 2 ** 20;

const input: InputSpec = { ...exampleCard.input, name: "images", width: 16, height: 16 };

/** A frame of one brightness. */
function greyFrame(width: number, height: number, byte: number): VideoFrame {
  const frame = {
    format: "RGBA",
    visibleRect: { x: 0, y: 0, width, height },
    displayWidth: width,
    displayHeight: height,
    async copyTo(bytes: Uint8Array) {
      bytes.fill(byte);
      return [];
    },
  };
  return frame as unknown as VideoFrame;
}

/** Fits a grey frame; whether its planes lay in the loops' memory, and the least and most of the input. */
async function fitGrey(memory: PixelLoops | undefined, width: number, height: number) {
  const planes = await createFrameReader(memory).read(greyFrame(width, height, 90));
  if (!planes) throw new Error("not read");
  const { data } = createInputTensor(input);
  const map = invert(affineOf(place({ width, height }, input, "stretch")));
  createPlaneFitter(input).fit(planes, map, { width, height }, data);
  const placed = planes.channels(0).every(({ plane }) => plane.at !== undefined);
  return { placed, least: Math.min(...data), most: Math.max(...data) };
}

const allGrey = { least: 90, most: 90 };

describe("where there are no loops", () => {
  it.each<[string, () => PixelLoops | undefined]>([
    ["the module is damaged", () => startPixelLoops(btoa("\0asm and no more"))],
    ["it is no base64", () => startPixelLoops("…")],
    [
      "this browser has no vectors, or its policy no WebAssembly",
      () => {
        vi.stubGlobal("WebAssembly", {
          Module: class {
            constructor() {
              throw new Error("invalid value type 's128'");
            }
          },
        });
        return startPixelLoops();
      },
    ],
    [
      "there is no WebAssembly at all",
      () => {
        vi.stubGlobal("WebAssembly", undefined);
        return startPixelLoops();
      },
    ],
  ])("frames are fitted in JavaScript: %s", async (_, start) => {
    const loops = start();
    expect(loops).toBeUndefined();
    expect(await fitGrey(loops, 40, 30)).toEqual({ placed: false, ...allGrey });
  });
});

describe("the memory of the loops", () => {
  it("holds frames up to 4K, and leaves larger ones to JavaScript", async () => {
    const loops = loopsHere();
    expect(await fitGrey(loops, 3840, 2160)).toEqual({ placed: true, ...allGrey });
    expect(await fitGrey(loops, 5120, 2880)).toEqual({ placed: false, ...allGrey });
    // What was too large leaves no trace.
    expect(await fitGrey(loops, 40, 30)).toEqual({ placed: true, ...allGrey });
  });

  it("grows in steps, and what lies in it stays", () => {
    const loops = loopsHere();
    const at = loops.takeFrame(100) ?? 0;
    const plane = planeIn(loops, at, { width: 10, height: 10, pixelBytes: 1, rowBytes: 10 });
    plane.bytes.fill(7);
    const before = loops.bytesAt(0, 1).buffer;
    expect(loops.take(9 * mebibyte)).toBeGreaterThan(at + 100);
    expect(before.byteLength).toBe(0);
    expect([...plane.bytes]).toEqual(Array(100).fill(7));
    const size = loops.bytesAt(0, 1).buffer.byteLength;
    expect(size).toBeGreaterThan(9 * mebibyte);
    // The next frame begins where this one did.
    expect(loops.takeFrame(mebibyte)).toBe(at);
    expect(loops.bytesAt(0, 1).buffer.byteLength).toBe(size);
  });

  it("does not grow while a frame is copied into it", async () => {
    const loops = loopsHere();
    loops.takeFrame(100);
    let copied: (() => void) | undefined;
    const copying = loops.during(
      new Promise<void>((resolve) => {
        copied = resolve;
      }),
    );
    const view = loops.bytesAt(0, 1);
    expect(loops.take(30 * mebibyte)).toBeUndefined();
    expect(loops.free(30 * mebibyte)).toBeUndefined();
    expect(loops.takeFrame(30 * mebibyte)).toBeUndefined();
    expect(view).toHaveLength(1);
    copied?.();
    await copying;
    expect(loops.take(30 * mebibyte)).toBeDefined();
  });

  it("goes on after a frame that could not be copied", async () => {
    const loops = loopsHere();
    loops.takeFrame(100);
    await expect(loops.during(Promise.reject(new Error("closed")))).rejects.toThrow("closed");
    expect(loops.take(30 * mebibyte)).toBeDefined();
  });
});

describe("a browser that does not copy into WebAssembly memory", () => {
  /** A frame of a format that is refused, or of memory that is. */
  function refusing(refuses: (into: Uint8Array) => boolean, tries: { count: number }): VideoFrame {
    const frame = greyFrame(8, 8, 5);
    return {
      ...frame,
      async copyTo(into: Uint8Array) {
        tries.count += 1;
        if (refuses(into)) throw new TypeError("not into this");
        into.fill(5);
        return [];
      },
    } as unknown as VideoFrame;
  }
  const isPlaced = async (planes: Promise<FramePlanes | undefined>) =>
    (await planes)
      ?.channels(0)
      .every(({ plane }) => plane.at !== undefined && plane.bytes[0] === 5);

  it("gets plain memory, and is not asked again", async () => {
    const reader = createFrameReader(loopsHere());
    const tries = { count: 0 };
    const inMemory = (into: Uint8Array): boolean => into.byteOffset > 0;
    expect(await isPlaced(reader.read(refusing(inMemory, tries)))).toBe(false);
    expect(tries.count).toBe(2);
    expect(await isPlaced(reader.read(refusing(inMemory, tries)))).toBe(false);
    expect(tries.count).toBe(3);
  });

  it("is not taken for one where only a format is refused", async () => {
    const reader = createFrameReader(loopsHere());
    const tries = { count: 0 };
    expect(await reader.read(refusing(() => true, tries))).toBeUndefined();
    const other = { ...refusing(() => false, tries), format: "BGRA" } as VideoFrame;
    expect(await isPlaced(reader.read(other))).toBe(true);
    expect(tries.count).toBe(3);
  });
});

/** Every byte of a plane, without what pads its rows. */
function pixelsOf({ bytes, width, height, pixelBytes, rowBytes }: Plane): number[] {
  return Array.from({ length: height }, (_, y) => [
    ...bytes.subarray(y * rowBytes, y * rowBytes + width * pixelBytes),
  ]).flat();
}

describe.each([1, 2, 4] as const)("halving pixels of %i bytes in WebAssembly", (pixelBytes) => {
  it.each([
    [2, 2],
    [3, 2],
    [7, 5],
    [32, 4],
    [33, 9],
    [131, 77],
  ])("gives what JavaScript gives of %i × %i", (width, height) => {
    const loops = loopsHere();
    const rowBytes = wordAligned(width * pixelBytes);
    const bytes = Uint8Array.from(
      { length: rowBytes * height },
      (_, at) => (at * at * 31 + 17 * at) % 256,
    );
    const at = loops.takeFrame(bytes.length) ?? 0;
    const from = planeIn(loops, at, { width, height, pixelBytes, rowBytes });
    from.bytes.set(bytes);
    const half = halveIn(loops, from);
    if (!half) throw new Error("not halved");
    const plain = { width, height, pixelBytes, rowBytes, bytes };
    expect(pixelsOf(half)).toEqual(pixelsOf(halve(plain)));
    expect(pixelsOf(from)).toEqual(pixelsOf(plain));
  });

  it("leaves single rows and columns to JavaScript", () => {
    const loops = loopsHere();
    const at = loops.takeFrame(400) ?? 0;
    for (const [width, height] of [
      [1, 20],
      [20, 1],
    ] as const) {
      const rowBytes = wordAligned(width * pixelBytes);
      expect(halveIn(loops, planeIn(loops, at, { width, height, pixelBytes, rowBytes }))).toBe(
        undefined,
      );
    }
  });
});
