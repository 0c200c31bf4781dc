/** One call that moves bytes between the CPU and the GPU, or reads pixels. */
export interface Transfer {
  readonly call: string;
  readonly bytes: number;
}

/** What is said between two marks, e.g. from "frame" to "done". */
export interface Marked {
  readonly mark: string;
  readonly transfers: Transfer[];
}

/**
 * Counts, inside a worker, every way in which pixels or tensors move between CPU and GPU, and takes note of
 * the GPU devices. Self-contained: it runs where it is sent. Calls go to the global `transfers`, each under
 * the last mark (`onTrialMark`); the devices are in the global `gpuDevices`.
 */
export function watchTransfers(): void {
  const transfers: Marked[] = [{ mark: "start", transfers: [] }];
  const gpuDevices: GPUDevice[] = [];
  type Call = (this: unknown, ...given: unknown[]) => unknown;
  const watch = (
    owner: object,
    call: string,
    bytesOf: (self: unknown, given: readonly unknown[]) => number,
  ): void => {
    const methods = owner as Record<string, Call>;
    const original = methods[call] as Call;
    methods[call] = function (this: unknown, ...given) {
      transfers.at(-1)?.transfers.push({ call, bytes: bytesOf(this, given) });
      return original.apply(this, given);
    };
  };
  const sizeOf = (data: unknown): number => (data as ArrayBuffer).byteLength;
  const mapped = (buffer: unknown, size: unknown): number =>
    (size as number | undefined) ?? (buffer as GPUBuffer).size;
  const area = (width: unknown, height: unknown): number => Number(width) * Number(height) * 4;
  watch(GPUQueue.prototype, "writeBuffer", (_, [, , data, offset = 0, size]) => {
    const unit = (data as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    return size === undefined ? sizeOf(data) - Number(offset) * unit : Number(size) * unit;
  });
  watch(GPUQueue.prototype, "writeTexture", (_, [, data]) => sizeOf(data));
  watch(GPUBuffer.prototype, "mapAsync", (buffer, [, , size]) => mapped(buffer, size));
  watch(GPUBuffer.prototype, "getMappedRange", (buffer, [, size]) => mapped(buffer, size));
  watch(GPUQueue.prototype, "copyExternalImageToTexture", (_, [, , size]) => {
    const [width, height = 1] = size as readonly number[];
    return area(width, height);
  });
  watch(OffscreenCanvasRenderingContext2D.prototype, "getImageData", (_, [, , width, height]) =>
    area(width, height),
  );
  watch(OffscreenCanvasRenderingContext2D.prototype, "putImageData", (_, [pixels]) =>
    sizeOf((pixels as ImageData).data),
  );
  watch(VideoFrame.prototype, "copyTo", (frame) => {
    const { codedWidth, codedHeight } = frame as VideoFrame;
    return area(codedWidth, codedHeight);
  });
  // The one way in for a frame: nothing is copied by it.
  watch(GPUDevice.prototype, "importExternalTexture", () => 0);
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (wanted) {
    const device = await requestDevice.call(this, wanted);
    gpuDevices.push(device);
    return device;
  };
  const onTrialMark = (mark: string): void => {
    transfers.push({ mark, transfers: [] });
  };
  Object.assign(globalThis, { transfers, gpuDevices, onTrialMark });
}
