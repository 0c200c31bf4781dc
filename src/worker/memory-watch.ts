/** Tells when the memory of the engines grows and grows. */
export interface MemoryWatch {
  /** Looks; to be called every now and then. `live` is whether frames keep coming. */
  look(live: boolean): void;
  /** Another session was made ready: what that took is no growth. */
  restart(): void;
}

/**
 * A WebAssembly memory never shrinks: what leaked stays until the worker ends. So much more than it was when
 * the frames began to flow is a leak, and the worker is replaced before the system ends the whole page.
 * (https://github.com/microsoft/onnxruntime/issues/21673)
 */
export const mostGrowthBytes = 256 * 2 ** 20;

/** The first frames still make what is used again by all others. */
const settlingLooks = 8;

/** Makes a watch; it tells once, of live frames only: pictures of any size come and go. */
export function createMemoryWatch(
  heldBytes: () => number,
  onGrown: (grownBytes: number) => void,
): MemoryWatch {
  let looks = 0;
  let baseBytes = 0;
  let told = false;
  return {
    look(live) {
      if (!live || told) {
        looks = 0;
        return;
      }
      const bytes = heldBytes();
      if (looks > 0 && bytes - baseBytes > mostGrowthBytes) {
        told = true;
        onGrown(bytes - baseBytes);
      } else if (looks < settlingLooks) {
        looks += 1;
        baseBytes = bytes;
      }
    },
    restart() {
      looks = 0;
    },
  };
}
