import type { FileFormat } from "./file-format.ts";
import type { Size } from "./geometry.ts";

/** What a picture file says of itself before it is decoded. */
export interface PictureHeader {
  /** Pixels as stored, before the file's own turning; undefined where the bytes given do not tell. */
  readonly size?: Size;
  /** More than one picture follows another. */
  readonly animated: boolean;
  /** It can be transparent; whether it is, only its pixels tell. */
  readonly mayBeTransparent: boolean;
}

const nothing: PictureHeader = { animated: false, mayBeTransparent: false };

/**
 * Reads the size of a picture from its first bytes, so that memory is known before any is taken. Bytes that
 * are cut off or broken tell less; nothing throws.
 * Formats: PNG (W3C), JPEG (ITU-T T.81 B.2.2), GIF89a, WebP (RFC 9649), BMP, AVIF (`ispe`, ISO/IEC 23008-12).
 */
export function readPictureHeader(bytes: Uint8Array, format: FileFormat): PictureHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (format === "png") return ofPng(view);
    if (format === "jpeg") return ofJpeg(view);
    if (format === "gif") return ofGif(view);
    if (format === "webp") return ofWebp(view);
    if (format === "bmp") return ofBmp(view);
    if (format === "avif") return ofAvif(view);
  } catch (error) {
    // A DataView throws where the bytes end.
    if (!(error instanceof RangeError)) throw error;
  }
  return { ...nothing, mayBeTransparent: format !== "jpeg" };
}

function ofPng(view: DataView): PictureHeader {
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  const colourType = view.getUint8(25);
  let animated = false;
  let mayBeTransparent = colourType === 4 || colourType === 6;
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = tag(view, at + 4);
    if (type === "IDAT") break;
    animated ||= type === "acTL";
    mayBeTransparent ||= type === "tRNS";
  }
  return { size, animated, mayBeTransparent };
}

function ofJpeg(view: DataView): PictureHeader {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    const marker = view.getUint8(at + 1);
    // Fill bytes may stand before any marker.
    if (view.getUint8(at) !== 0xff) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return {
        ...nothing,
        size: { width: view.getUint16(at + 7), height: view.getUint16(at + 5) },
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return nothing;
}

function ofGif(view: DataView): PictureHeader {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  let mayBeTransparent = false;
  let pictures = 0;
  let repeats = false;
  try {
    let at = 13 + tableBytes(view.getUint8(10));
    while (pictures < 2) {
      const kind = view.getUint8(at);
      if (kind === 0x2c) {
        pictures += 1;
        at = afterBlocks(view, at + 11 + tableBytes(view.getUint8(at + 9)));
      } else if (kind === 0x21) {
        const label = view.getUint8(at + 1);
        if (label === 0xf9) mayBeTransparent ||= (view.getUint8(at + 3) & 1) === 1;
        if (label === 0xff) repeats ||= tag(view, at + 3) === "NETS";
        at = afterBlocks(view, at + 2);
      } else break;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { size, animated: pictures > 1 || repeats, mayBeTransparent };
}

/** Bytes of a colour table, as a GIF's packed field says. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

function afterBlocks(view: DataView, from: number): number {
  let at = from;
  for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += length + 1;
  return at + 1;
}

function ofWebp(view: DataView): PictureHeader {
  const kind = tag(view, 12);
  if (kind === "VP8X") {
    const flags = view.getUint8(20);
    const size = { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    return { size, animated: (flags & 0x02) !== 0, mayBeTransparent: (flags & 0x10) !== 0 };
  }
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    const size = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    return { size, animated: false, mayBeTransparent: ((bits >>> 28) & 1) === 1 };
  }
  const size = {
    width: view.getUint16(26, true) & 0x3fff,
    height: view.getUint16(28, true) & 0x3fff,
  };
  return { ...nothing, size };
}

function ofBmp(view: DataView): PictureHeader {
  const isOld = view.getUint32(14, true) === 12;
  const size = isOld
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  return { size, animated: false, mayBeTransparent: !isOld && view.getUint16(28, true) === 32 };
}

function ofAvif(view: DataView): PictureHeader {
  let size: Size | undefined;
  let mayBeTransparent = false;
  for (let at = 4; at + 16 <= view.byteLength; at += 1) {
    const byte = view.getUint8(at);
    if (byte === 0x69 && tag(view, at) === "ispe") {
      const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
      // Thumbnails and tiles have theirs too.
      if (!size || found.width * found.height > size.width * size.height) size = found;
    }
    // The auxiliary type that a picture's alpha plane has.
    if (byte === 0x3a && tag(view, at) === ":aux" && hasWord(view, at, ":auxiliary:alpha")) {
      mayBeTransparent = true;
    }
  }
  return { ...(size && { size }), animated: tag(view, 8) === "avis", mayBeTransparent };
}

function hasWord(view: DataView, at: number, word: string): boolean {
  return (
    at + word.length <= view.byteLength &&
    [...word].every((letter, index) => view.getUint8(at + index) === letter.charCodeAt(0))
  );
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
