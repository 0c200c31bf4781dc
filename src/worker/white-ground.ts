import { AppError, type Size } from "#shared";

/** Cells along each side of the small copy in which transparency is looked for. */
const cells = 64;

/** Whether anything of a picture is transparent: averaged over cells, so that no part is missed. */
export function isSeeThrough(image: ImageBitmap): boolean {
  const context = contextOf({ width: cells, height: cells }, true);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, cells, cells);
  const { data } = context.getImageData(0, 0, cells, cells);
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < 255) return true;
  return false;
}

/** The picture on white, as paper shows it: dark writing on nothing stays readable. Closes the one given. */
export function onWhite(image: ImageBitmap): ImageBitmap {
  const context = contextOf(image, false);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(image, 0, 0);
  image.close();
  return context.canvas.transferToImageBitmap();
}

function contextOf(
  { width, height }: Size,
  willReadFrequently: boolean,
): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently });
  if (!context) throw new AppError("internal", { reason: "no 2D context for a picture" });
  return context;
}
