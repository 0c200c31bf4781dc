import type { ChosenPicture, FileNote } from "#protocol";
import {
  AppError,
  type FileFormat,
  formatOf,
  isCutOff,
  type PictureFault,
  type PictureHeader,
  pictureFormats,
  readPictureHeader,
  reasonOf,
  type Size,
} from "#shared";
import { isSeeThrough, onWhite } from "./white-ground.ts";

/** A decoded picture, upright and opaque. Whoever opened it closes the image. */
export interface OpenedPicture {
  readonly image: ImageBitmap;
  readonly notes: readonly FileNote[];
}

/** Of a file, so much tells its format and, with most, its size. */
const headBytes = 64 * 1024;
/** Metadata of a JPEG may stand before its size: previews, colour profiles, whole editing histories. */
const longHeadBytes = 4 * 1024 * 1024;
/** Larger pictures are decoded smaller: 32 megapixels take 128 MiB. */
const wholePixels = 2 ** 25;
const reducedPixels = 2 ** 24;
/** Larger ones are refused before anything is decoded; where memory is scarce, smaller ones too. */
const mostPixels = 2 ** 28;
const mostPixelsOnSmallDevices = 2 ** 26;
const smallDeviceGib = 2;

/** Endings of files that are no pictures: a picture under such a name was renamed by mistake. */
const otherEnding =
  /\.(txt|md|csv|json|xml|html?|css|js|pdf|docx?|xlsx?|zip|gz|mp[34]|m4[av]|mov|webm|mkv|avi|wav)$/i;

/**
 * Decodes a picture from a file: turned as it says, on white where it is transparent, its first picture
 * where it moves, and smaller where it is huge (a JPEG then never takes its full memory, in browsers with
 * WebCodecs).
 * @throws AppError `picture-unreadable`, which names what the file is
 */
export async function openPicture({
  file,
  name,
}: Pick<ChosenPicture, "file" | "name">): Promise<OpenedPicture> {
  const { format, header } = await readHead(file, name);
  const refuse = refusing(name, format);
  if (!pictureFormats.has(format) && format !== "unknown") {
    throw refuse(faultOf(format), "no format of pictures");
  }
  if (format !== "unknown" && otherEnding.test(name)) throw refuse("mislabelled", "by its ending");
  const { size } = header;
  if (size && pixelsOf(size) > mostHere()) {
    throw refuse("too-large", `${size.width} × ${size.height}`);
  }
  const reduced = size && pixelsOf(size) > wholePixels ? reducedTo(size) : undefined;
  let image: ImageBitmap;
  try {
    image = await decode(file, format, reduced);
  } catch (cause) {
    throw await namedFault(file, format, refuse, cause);
  }
  const notes: FileNote[] = [];
  if (size && pixelsOf(image) < pixelsOf(size)) {
    notes.push({ kind: "reduced", from: turnedLike(size, image) });
  }
  if (header.animated) notes.push({ kind: "first-frame" });
  if (header.mayBeTransparent && isSeeThrough(image)) {
    notes.push({ kind: "white-ground" });
    image = onWhite(image);
  }
  return { image, notes };
}

type Refuse = (fault: PictureFault, reason: string, cause?: unknown) => AppError;

function refusing(file: string, is: FileFormat): Refuse {
  return (fault, reason, cause) =>
    new AppError("picture-unreadable", { file, fault, is, reason }, cause ? { cause } : undefined);
}

async function readHead(
  file: Blob,
  name: string,
): Promise<{ readonly format: FileFormat; readonly header: PictureHeader }> {
  let bytes = await bytesOf(file.slice(0, headBytes), name);
  const format = formatOf(bytes);
  let header = readPictureHeader(bytes, format);
  if (format === "jpeg" && !header.size && file.size > headBytes) {
    bytes = await bytesOf(file.slice(0, longHeadBytes), name);
    header = readPictureHeader(bytes, format);
  }
  return { format, header };
}

async function bytesOf(part: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch (cause) {
    throw refusing(name, "unknown")("gone", reasonOf(cause), cause);
  }
}

function faultOf(format: FileFormat): PictureFault {
  if (format === "empty") return "empty";
  // A drawing, not pixels: it has no size of its own to look at.
  return format === "svg" ? "unsupported" : "not-a-picture";
}

/** Why the browser did not decode it: by what the whole file shows. */
async function namedFault(
  file: Blob,
  format: FileFormat,
  refuse: Refuse,
  cause: unknown,
): Promise<AppError> {
  const reason = reasonOf(cause);
  if (format === "unknown") return refuse("not-a-picture", reason, cause);
  const whole = await file.arrayBuffer().catch(() => undefined);
  if (!whole) return refuse("gone", reason, cause);
  if (isCutOff(new Uint8Array(whole), format)) return refuse("cut-off", reason, cause);
  const everywhere: readonly FileFormat[] = ["jpeg", "png", "gif", "webp", "bmp", "avif", "ico"];
  return refuse(everywhere.includes(format) ? "broken" : "unsupported", reason, cause);
}

function decode(file: Blob, format: FileFormat, reduced: Size | undefined): Promise<ImageBitmap> {
  if (!reduced) return createImageBitmap(file, { imageOrientation: "from-image" });
  if (format === "jpeg" && "ImageDecoder" in globalThis) return decodeReducedJpeg(file, reduced);
  // One side: the other follows, also of a picture that is turned.
  return createImageBitmap(file, {
    imageOrientation: "from-image",
    resizeWidth: reduced.width,
    resizeQuality: "medium",
  });
}

/** WebCodecs decodes a JPEG straight to an eighth or a few of its sides, and turns it as the file says. */
async function decodeReducedJpeg(file: Blob, { width, height }: Size): Promise<ImageBitmap> {
  const decoder = new ImageDecoder({
    type: "image/jpeg",
    data: file.stream(),
    desiredWidth: width,
    desiredHeight: height,
  });
  try {
    const { image } = await decoder.decode();
    try {
      return await createImageBitmap(image);
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

function reducedTo(size: Size): Size {
  const scale = Math.sqrt(reducedPixels / pixelsOf(size));
  return { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
}

/** A file's own size, lying or upright as its decoded picture. */
function turnedLike({ width, height }: Size, like: Size): Size {
  const isTurned = width > height !== like.width > like.height && like.width !== like.height;
  return isTurned ? { width: height, height: width } : { width, height };
}

function pixelsOf({ width, height }: Size): number {
  return width * height;
}

function mostHere(): number {
  // Chromium only; others do not tell.
  const { deviceMemory = 8 } = navigator as { readonly deviceMemory?: number };
  return deviceMemory <= smallDeviceGib ? mostPixelsOnSmallDevices : mostPixels;
}
