/** What a camera can do beyond pictures (W3C MediaStream Image Capture; the DOM types lack these). */
interface TrackExtras {
  readonly torch?: boolean | readonly boolean[];
  readonly zoom?: number | { readonly min: number; readonly max: number; readonly step?: number };
}

/** The zoom of a camera, in its own units, usually a factor. */
export interface ZoomRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

/** A running camera, as the page shows it. */
export interface CameraFacts {
  readonly label: string;
  readonly deviceId: string;
  readonly facing: "user" | "environment" | "unknown";
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Absent where the camera has none. */
  readonly torch?: boolean;
  readonly zoom?: ZoomRange;
}

/** Reads what a track is and can do; read again after each change and each rotation. */
export function factsOf(track: MediaStreamTrack): CameraFacts {
  const settings = track.getSettings() as MediaTrackSettings & TrackExtras;
  const can = (track.getCapabilities?.() ?? {}) as TrackExtras;
  const facing = settings.facingMode;
  const hasTorch = can.torch === true || (Array.isArray(can.torch) && can.torch.includes(true));
  return {
    label: track.label,
    deviceId: settings.deviceId ?? "",
    facing: facing === "user" || facing === "environment" ? facing : "unknown",
    width: settings.width ?? 0,
    height: settings.height ?? 0,
    framesPerSecond: Math.round(settings.frameRate ?? 0),
    ...(hasTorch && { torch: settings.torch === true }),
    ...(typeof can.zoom === "object" &&
      can.zoom.max > can.zoom.min && {
        zoom: {
          min: can.zoom.min,
          max: can.zoom.max,
          step: can.zoom.step || (can.zoom.max - can.zoom.min) / 50,
          value: typeof settings.zoom === "number" ? settings.zoom : can.zoom.min,
        },
      }),
  };
}

/** Applies an extra (torch, zoom) that the DOM types do not know. */
export function applyExtra(
  track: MediaStreamTrack,
  extra: { readonly torch: boolean } | { readonly zoom: number },
): Promise<void> {
  return track.applyConstraints({ advanced: [extra as MediaTrackConstraintSet] });
}

/** Whether the picture of a camera is shown mirrored: cameras that face the person, and laptop cameras. */
export function isMirrored(facts: CameraFacts, hasSeveralFacings: boolean): boolean {
  if (facts.facing !== "unknown") return facts.facing === "user";
  // A laptop's camera says nothing about its facing; an unnamed camera on a phone is not known to face you.
  return !hasSeveralFacings && /facetime|integrated|front|user/i.test(facts.label);
}
