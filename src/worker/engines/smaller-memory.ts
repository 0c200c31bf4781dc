/** Below this (64 MiB, in pages of 64 KiB) no model of ours runs. */
const leastPages = 1024;

/**
 * Runs the start of an engine so that shared memory which this device refuses is asked for again with a
 * smaller maximum. Builds with threads reserve all that they could ever need, up to 4 GiB, before they
 * begin; iOS refuses that even where the model needs little
 * (https://github.com/microsoft/onnxruntime/issues/22086).
 * @throws RangeError, the first one, where the device refuses the least as well
 */
export async function withSmallerMemory<T>(start: () => Promise<T>): Promise<T> {
  const { Memory } = WebAssembly;
  const patient = new Proxy(Memory, {
    construct: (_, [descriptor]) => reserve(Memory, descriptor as WebAssembly.MemoryDescriptor),
  });
  WebAssembly.Memory = patient;
  try {
    return await start();
  } finally {
    // Where another start came in between, the last to finish puts the right one back.
    WebAssembly.Memory = Memory;
  }
}

function reserve(
  Memory: typeof WebAssembly.Memory,
  descriptor: WebAssembly.MemoryDescriptor,
): WebAssembly.Memory {
  try {
    return new Memory(descriptor);
  } catch (refusal) {
    const { initial, maximum = 0, shared } = descriptor;
    if (!shared || !(refusal instanceof RangeError)) throw refusal;
    const least = Math.max(initial, leastPages);
    for (let pages = maximum >> 1; pages >= least; pages >>= 1) {
      try {
        return new Memory({ ...descriptor, maximum: pages });
      } catch {
        // Half of it, then.
      }
    }
    throw refusal;
  }
}
