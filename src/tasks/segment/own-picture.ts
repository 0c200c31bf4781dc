interface Opened {
  bytes: ArrayBuffer;
  /** Undefined where the bytes are no picture. */
  readonly bitmap: ImageBitmap | undefined;
}

let opened: Opened | undefined;

/** Decodes the person's own background, once for the same bytes however often they come. */
export async function openPicture(bytes: ArrayBuffer | null): Promise<void> {
  // Stored options may hold anything that is an object.
  if (!(bytes instanceof ArrayBuffer)) return;
  if (opened && hasSameBytes(opened.bytes, bytes)) {
    // Every change of an option brings a copy: the next comparison is with this one.
    opened.bytes = bytes;
    return;
  }
  const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => undefined);
  opened?.bitmap?.close();
  opened = { bytes, bitmap };
}

/** The picture that was opened last, if its bytes were one. */
export function openedPicture(): ImageBitmap | undefined {
  return opened?.bitmap;
}

/** Whether two buffers hold the same bytes. */
export function hasSameBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  if (a === b) return true;
  if (a.byteLength !== b.byteLength) return false;
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.every((byte, index) => byte === right[index]);
}
