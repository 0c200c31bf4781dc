import type { TroubleKind } from "#protocol";
import { AppError, isAbort } from "#shared";
import type { Recoveries } from "./recoveries.ts";
import type { Session } from "./session.ts";
import type { Stage } from "./stage.ts";
import type { Supervisor } from "./supervisor-parts.ts";

/** What breaking things needs of the app. */
export interface ChaosAccess {
  readonly stage: Pick<Stage, "mounted">;
  readonly recoveries: Pick<Recoveries, "caused">;
  readonly call: Supervisor["call"];
  readonly renew: Session["renew"];
  /** Everything may be tried again. */
  readonly forget: () => void;
}

/**
 * Breaks one thing, for real; the app has to notice and recover as when it breaks by itself.
 * @throws AppError `internal` where there is nothing that could break so
 */
export async function causeTrouble(kind: TroubleKind, access: ChaosAccess): Promise<void> {
  const { recoveries, call } = access;
  switch (kind) {
    case "camera-end":
      return endCamera(access);
    case "camera-mute":
      return muteCamera(access);
    case "quota-full":
    case "network-cut": {
      const caused = call("causeTrouble", { kind });
      recoveries.caused(caused);
      await caused;
      return;
    }
    case "store-corrupt":
      await call("causeTrouble", { kind });
      recoveries.caused();
      // Stored bytes are read at a start, and only there can they be found broken.
      access.renew();
      return;
    default: {
      const broke = recoveries.caused();
      try {
        // Until it answers, the worker brings the code for it, behind its frames, and everything works.
        await call("causeTrouble", { kind });
        broke();
        // A GPU whose answers stay on it shows no value to be suspicious of: it is asked as after a sleep.
        if (kind === "wrong-backend") await call("proveNow", undefined);
      } catch (error) {
        // The worker that is asked may be gone before it answers.
        if (!isAbort(error) && !AppError.is(error, "worker-lost")) throw error;
      }
    }
  }
}

async function cameraTrack({ stage }: ChaosAccess): Promise<MediaStreamTrack> {
  const { video } = await stage.mounted();
  const track =
    video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0] : undefined;
  if (!track) throw new AppError("internal", { reason: "no camera is on" });
  return track;
}

/** Stops the track. A page that stops its own is told nothing; the event is what an unplugged one fires. */
async function endCamera(access: ChaosAccess): Promise<void> {
  const track = await cameraTrack(access);
  access.recoveries.caused();
  track.stop();
  track.dispatchEvent(new Event("ended"));
}

/** No page can mute a camera: the track is made to look as when the system does, and tells the same. */
async function muteCamera(access: ChaosAccess): Promise<void> {
  const track = await cameraTrack(access);
  access.recoveries.caused();
  Object.defineProperty(track, "muted", { value: true, configurable: true });
  track.dispatchEvent(new Event("mute"));
}
