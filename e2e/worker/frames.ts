import type { FrameImage } from "#worker";

/** The kinds of picture that reach preprocessing; a turned camera is held a quarter clockwise, and sees no colours. */
export type FrameKind =
  | "bitmap"
  | "rgb frame"
  | "camera frame"
  | "NV12 camera frame"
  | "turned grey frame";

/** Makes a picture file into what a source gives; most cameras' frames are I420, and say nothing of colours. */
export async function frameOf(file: Blob, kind: FrameKind): Promise<FrameImage> {
  const bitmap = await createImageBitmap(file);
  if (kind === "bitmap") return bitmap;
  const width = bitmap.width & ~1;
  const height = bitmap.height & ~1;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (!context) throw new Error("no 2D context");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const size = { codedWidth: width, codedHeight: height, timestamp: 0 };
  if (kind === "rgb frame") return new VideoFrame(data, { format: "RGBX", ...size });
  const yuv = yuvOf(data, width, height);
  if (kind === "NV12 camera frame") {
    const interleaved = interleave(yuv, width * height);
    const matrix = "bt709";
    const colorSpace = { matrix, primaries: matrix, transfer: matrix, fullRange: false } as const;
    return new VideoFrame(interleaved, { format: "NV12", ...size, colorSpace });
  }
  if (kind === "turned grey frame") yuv.fill(128, width * height);
  const plain = new VideoFrame(yuv, { format: "I420", ...size, colorSpace: {} });
  if (kind === "camera frame") return plain;
  const turned = new VideoFrame(plain, { timestamp: 0, rotation: 90 } as VideoFrameInit);
  plain.close();
  if (turned.displayWidth !== height) throw new Error("this browser turns no frames");
  return turned;
}

/** Planes of Y, U and V as planes of Y and of U and V side by side. */
function interleave(yuv: Uint8Array, luma: number): Uint8Array<ArrayBuffer> {
  const mixed = new Uint8Array(yuv);
  const chroma = luma / 4;
  for (let at = 0; at < chroma; at += 1) {
    mixed[luma + 2 * at] = yuv[luma + at] ?? 0;
    mixed[luma + 2 * at + 1] = yuv[luma + chroma + at] ?? 0;
  }
  return mixed;
}

/** What `frameOf` shows, in pixels. */
export function sizeOf(image: FrameImage): { readonly width: number; readonly height: number } {
  return image instanceof VideoFrame
    ? { width: image.displayWidth, height: image.displayHeight }
    : { width: image.width, height: image.height };
}

/** RGBA bytes as planes of Y, U and V, colour at half the resolution: ITU-R BT.601, limited range. */
function yuvOf(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array<ArrayBuffer> {
  const luma = width * height;
  const chroma = luma / 4;
  const yuv = new Uint8Array(luma + 2 * chroma);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const [r = 0, g = 0, b = 0] = rgba.subarray(at, at + 3);
      yuv[y * width + x] = Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const u = luma + (y / 2) * (width / 2) + x / 2;
      yuv[u] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
      yuv[u + chroma] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
    }
  }
  return yuv;
}
