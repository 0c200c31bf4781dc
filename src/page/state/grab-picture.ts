import type { AppState } from "./app-state.ts";
import type { Stage } from "./stage.ts";

/** The picture that stands on the page while live pictures are frozen, in the source's own pixels. */
export async function grabPicture(
  stage: Stage,
  source: AppState["source"],
): Promise<ImageBitmap | null> {
  const { video, sampleHost } = await stage.mounted();
  if (source !== "sample") {
    return video.videoWidth > 0 ? createImageBitmap(video) : null;
  }
  // The sample's own thread draws it; what it showed last may be copied, but not its canvas be asked.
  const canvas = sampleHost.querySelector("canvas");
  if (!canvas) return null;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  copy.getContext("2d")?.drawImage(canvas, 0, 0);
  return copy.transferToImageBitmap();
}
