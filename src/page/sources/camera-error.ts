import { AppError, reasonOf } from "#shared";

/** What to do about a failed `getUserMedia`: tell the person, or ask the device for less. */
export type CameraTrouble =
  | { readonly do: "tell"; readonly error: AppError }
  | { readonly do: "ask-looser" };

/** What a rejection of `getUserMedia` means (W3C Media Capture and Streams, § 10.2). */
export function cameraTrouble(cause: unknown): CameraTrouble {
  const reason = reasonOf(cause);
  const name = cause instanceof Error ? cause.name : "";
  const tell = (code: "camera-refused" | "camera-missing" | "camera-busy"): CameraTrouble => ({
    do: "tell",
    error: new AppError(code, { reason }, { cause }),
  });
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return tell("camera-refused");
    case "NotFoundError":
      return tell("camera-missing");
    case "NotReadableError":
    case "AbortError":
      return tell("camera-busy");
    case "OverconstrainedError":
      return { do: "ask-looser" };
    default:
      return { do: "tell", error: new AppError("camera-unsupported", { reason }, { cause }) };
  }
}

/** Why this page can have no camera at all, or undefined when it can ask for one. */
export function cameraAbsence(scope: {
  readonly isSecureContext: boolean;
  readonly mediaDevices: unknown;
}): AppError | undefined {
  if (!scope.isSecureContext) {
    return new AppError("camera-unsupported", { reason: "the page was not opened over https" });
  }
  if (!scope.mediaDevices) {
    return new AppError("camera-unsupported", { reason: "this browser has no camera access" });
  }
  return undefined;
}
