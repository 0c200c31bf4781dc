import { AppError } from "#shared";
import type { CameraWish } from "./camera.ts";
import { cameraTrouble } from "./camera-error.ts";

/** A camera that just left another app is busy for a moment. */
const busyRetryMs = 1_000;
const busyRetries = 2;

/** Constraints for a wish; `looser` drops what a device may be unable to give. */
export function constraintsOf(wish: CameraWish, looser: boolean): MediaTrackConstraints {
  if (looser) return { facingMode: { ideal: wish.facing } };
  const which: MediaTrackConstraints = wish.deviceId
    ? { deviceId: { exact: wish.deviceId } }
    : { facingMode: { ideal: wish.facing } };
  return { ...which, height: { ideal: wish.height }, width: { ideal: (wish.height * 16) / 9 } };
}

/**
 * Asks for the wished camera: for less where the device cannot do what was wished, and a few times where the
 * camera is busy. `onAsk` is told of each time, for each may show the person a question.
 * @throws AppError `camera-refused`, `camera-missing`, `camera-busy`, `camera-unsupported`
 */
export async function askForCamera(
  devices: Pick<MediaDevices, "getUserMedia">,
  wish: CameraWish,
  onAsk: () => void,
): Promise<MediaStream> {
  let looser = false;
  for (let busy = 0; ; ) {
    try {
      onAsk();
      return await devices.getUserMedia({ video: constraintsOf(wish, looser), audio: false });
    } catch (cause) {
      const trouble = cameraTrouble(cause);
      if (trouble.do === "ask-looser" && !looser) looser = true;
      else if (trouble.do === "ask-looser") {
        throw new AppError("camera-missing", { reason: "no camera fits" }, { cause });
      } else if (AppError.is(trouble.error, "camera-busy") && busy < busyRetries) {
        busy += 1;
        await new Promise((resolve) => setTimeout(resolve, busyRetryMs));
      } else throw trouble.error;
    }
  }
}
