import { createCanvasCopies } from "./canvas-copies.ts";
import type { Frame } from "./frames.ts";
import type { ShownImage } from "./overlay.ts";

/** Copies what a frame shows. */
export type CopyPicture = (frame: Frame) => Promise<ShownImage>;

/** Frames that each way copies before the faster one is kept. */
const tries = 8;

/** Copies to a bitmap of its own, which a GPU makes for nothing. */
const copyToBitmap: CopyPicture = async ({ image }) => {
  const copy = await createImageBitmap(image);
  return { image: copy, close: () => copy.close() };
};

/**
 * Copies what frames show, so that the frames themselves can be closed. Chromium counts the frames of a
 * camera that are open anywhere, and hands out none beyond a few: with one held until the next was shown,
 * live pictures stood still for ever in about one start of ten.
 *
 * Without a GPU a bitmap takes four times as long as a canvas that is there already (1.6 and 0.4 ms for
 * 640 × 480 on two cores): both are tried in turn, and the faster is kept.
 * @param toBitmap takes every frame
 * @param toCanvas answers undefined for a frame that it does not take
 */
export function createPictureCopier(
  toBitmap: CopyPicture = copyToBitmap,
  toCanvas: (frame: Frame) => Promise<ShownImage | undefined> = createCanvasCopies(),
  now: () => number = () => performance.now(),
): CopyPicture {
  const bitmaps = { copy: toBitmap, tookMs: [] as number[] };
  const canvases = { copy: toCanvas, tookMs: [] as number[] };
  let kept: typeof canvases | undefined;
  return async (frame) => {
    const way = kept ?? (canvases.tookMs.length < bitmaps.tookMs.length ? canvases : bitmaps);
    const startMs = now();
    const picture = await way.copy(frame);
    if (!picture) return toBitmap(frame);
    if (!kept) {
      way.tookMs.push(now() - startMs);
      if (canvases.tookMs.length >= tries) {
        kept = middle(canvases.tookMs) < middle(bitmaps.tookMs) ? canvases : bitmaps;
      }
    }
    return picture;
  };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
