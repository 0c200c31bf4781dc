/** Bytes of a frame in rows from the top: one channel, or several interleaved. */
export interface Plane {
  readonly bytes: Uint8Array;
  /** Where they lie in the memory of the WebAssembly loops, if they do. */
  readonly at?: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** 1 for one channel alone, 2 for U and V side by side, 4 for RGBA and its kin. */
  readonly pixelBytes: 1 | 2 | 4;
  /** From one row to the next; a multiple of 4, so that rows can be read in words. */
  readonly rowBytes: number;
}

/** The next multiple of 4. */
export function wordAligned(bytes: number): number {
  return (bytes + 3) & ~3;
}

/**
 * The plane at half the size: each pixel the rounded mean of four. A last odd row or column has no pixel of
 * its own. Bytes come in `into` where it is large enough, else in an array made here.
 */
export function halve(from: Plane, into?: Uint8Array): Plane {
  const width = Math.max(1, from.width >> 1);
  const height = Math.max(1, from.height >> 1);
  const rowBytes = wordAligned(width * from.pixelBytes);
  const size = rowBytes * height;
  const bytes = into && into.length >= size ? into : new Uint8Array(size);
  const half: Plane = { bytes, width, height, pixelBytes: from.pixelBytes, rowBytes };
  // A single row or column is halved the other way only: it stands for both.
  if (from.width < 2 || from.height < 2) halvePlainly(from, half);
  else if (from.pixelBytes === 4) halveFours(from, half);
  else halveWords(from, half);
  return half;
}

const evens = 0x00ff00ff;

/** Two bytes at a time, each in sixteen bits of a word: four pixels are added up by three additions. */
function halveWords(from: Plane, half: Plane): void {
  const words = wordsOf(from);
  const out = new Uint16Array(half.bytes.buffer, half.bytes.byteOffset, half.bytes.length >> 1);
  const rowWords = from.rowBytes >> 2;
  const outRow = half.rowBytes >> 1;
  const count = (half.width * half.pixelBytes + 1) >> 1;
  const alone = from.pixelBytes === 1;
  for (let y = 0; y < half.height; y++) {
    let top = 2 * y * rowWords;
    let to = y * outRow;
    for (let x = 0; x < count; x++, top++, to++) {
      const above = words[top] as number;
      const below = words[top + rowWords] as number;
      const first = (above & evens) + (below & evens);
      const second = ((above >>> 8) & evens) + ((below >>> 8) & evens);
      if (alone) {
        // Neighbours are one byte apart.
        const mean = ((first + second + 0x00020002) >>> 2) & evens;
        out[to] = mean | (mean >>> 8);
      } else {
        // U and V: neighbours are two bytes apart.
        const u = ((first & 0xffff) + (first >>> 16) + 2) >>> 2;
        const v = ((second & 0xffff) + (second >>> 16) + 2) >>> 2;
        out[to] = u | (v << 8);
      }
    }
  }
}

function halveFours(from: Plane, half: Plane): void {
  const words = wordsOf(from);
  const out = wordsOf(half);
  const rowWords = from.rowBytes >> 2;
  for (let y = 0; y < half.height; y++) {
    let top = 2 * y * rowWords;
    let to = y * half.width;
    for (let x = 0; x < half.width; x++, top += 2, to++) {
      const a = words[top] as number;
      const b = words[top + 1] as number;
      const c = words[top + rowWords] as number;
      const d = words[top + rowWords + 1] as number;
      const first = (a & evens) + (b & evens) + (c & evens) + (d & evens) + 0x00020002;
      const second =
        ((a >>> 8) & evens) +
        ((b >>> 8) & evens) +
        ((c >>> 8) & evens) +
        ((d >>> 8) & evens) +
        0x00020002;
      out[to] = ((first >>> 2) & evens) | (((second >>> 2) & evens) << 8);
    }
  }
}

function halvePlainly(from: Plane, half: Plane): void {
  const { pixelBytes } = from;
  const right = from.width > 1 ? pixelBytes : 0;
  const down = from.height > 1 ? from.rowBytes : 0;
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      for (let c = 0; c < pixelBytes; c++) {
        const at = 2 * y * from.rowBytes + 2 * x * pixelBytes + c;
        const sum =
          (from.bytes[at] as number) +
          (from.bytes[at + right] as number) +
          (from.bytes[at + down] as number) +
          (from.bytes[at + right + down] as number);
        half.bytes[y * half.rowBytes + x * pixelBytes + c] = (sum + 2) >> 2;
      }
    }
  }
}

function wordsOf({ bytes, rowBytes, height }: Plane): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, (rowBytes * height) >> 2);
}
