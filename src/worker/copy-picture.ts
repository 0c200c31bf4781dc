import type { Frame } from "./frames.ts";
import type { ShownImage } from "./overlay.ts";

/**
 * Copies what a frame shows, so that the frame itself can be closed. Chromium counts the frames of a camera
 * that are open anywhere, and hands out none beyond a few: with one held until the next was shown, live
 * pictures stood still for ever in about one start of ten.
 */
export async function copyPicture({ image }: Frame): Promise<ShownImage> {
  const copy = await createImageBitmap(image);
  return { image: copy, close: () => copy.close() };
}
