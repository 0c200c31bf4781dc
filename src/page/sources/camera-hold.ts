import { AppError, isAbort } from "#shared";

const lockName = "localens-camera";

/** The right to use the camera, of which all tabs of Localens share one. */
export interface CameraHold {
  release(): void;
}

/**
 * Takes the camera among all tabs. With `steal`, another tab loses it at once: a stolen Web Lock
 * rejects its holder, who closes the camera in `onLost`, even when that tab is asleep until then.
 * @throws AppError `camera-elsewhere` when another tab holds it and `steal` is not set
 */
export async function holdCamera(
  steal: boolean,
  onLost: () => void,
  locks: LockManager | undefined = navigator.locks,
): Promise<CameraHold> {
  // Without Web Locks (very old or private windows) the operating system arbitrates alone.
  if (!locks) return { release: () => {} };
  return new Promise((resolve, reject) => {
    let held = false;
    const options: LockOptions = steal ? { steal: true } : { ifAvailable: true };
    locks
      .request(lockName, options, (lock) => {
        if (!lock) {
          reject(new AppError("camera-elsewhere", {}));
          return undefined;
        }
        held = true;
        return new Promise<void>((release) => {
          resolve({
            release: () => {
              held = false;
              release();
            },
          });
        });
      })
      .catch((cause: unknown) => {
        if (held && isAbort(cause)) {
          held = false;
          onLost();
        } else reject(cause);
      });
  });
}
