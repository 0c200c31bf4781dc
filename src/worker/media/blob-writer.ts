import type { StreamTargetChunk } from "mediabunny";

/** Writes a file of any length as a `Blob`: browsers keep large ones on disk, not in this thread. */
export interface BlobWriter {
  readonly writable: WritableStream<StreamTargetChunk>;
  /** What was written. */
  blob(type: string): Blob;
}

/** Bytes that are gathered before they are handed to the browser. */
const partBytes = 4 * 1024 * 1024;

/**
 * Makes an empty file. Muxers write on at the end, and go back once to fill in a length; a gap is refused.
 */
export function createBlobWriter(): BlobWriter {
  let parts: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let pendingBytes = 0;
  let size = 0;

  const flush = (): void => {
    if (pendingBytes === 0) return;
    parts.push(new Blob(pending));
    pending = [];
    pendingBytes = 0;
  };
  const append = (data: Uint8Array<ArrayBuffer>): void => {
    // Copied: the writer's buffer is its own.
    pending.push(data.slice());
    pendingBytes += data.byteLength;
    size += data.byteLength;
    if (pendingBytes >= partBytes) flush();
  };
  const overwrite = (data: Uint8Array<ArrayBuffer>, position: number): void => {
    flush();
    const whole = new Blob(parts);
    const end = position + data.byteLength;
    parts = [whole.slice(0, position), new Blob([data.slice()]), whole.slice(end)];
    size = Math.max(size, end);
  };
  return {
    writable: new WritableStream({
      write({ data, position }) {
        if (position > size) throw new RangeError(`a gap before byte ${position}`);
        if (position === size) append(data);
        else overwrite(data, position);
      },
    }),
    blob(type) {
      flush();
      return new Blob(parts, { type });
    },
  };
}
