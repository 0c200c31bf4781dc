import { AppError, reasonOf } from "#shared";

/** Why an attempt is not used, in words for the report. */
export function refusalReason(error: unknown): string {
  if (AppError.is(error, "golden-mismatch")) {
    const { output, worst, tolerance } = error.details;
    return `golden-mismatch: ${output} is off by ${worst}, allowed is ${tolerance}`;
  }
  if (AppError.is(error, "engine-failed")) return error.details.reason;
  if (AppError.is(error, "offline")) return "a file is not on this device, and there is no network";
  if (AppError.is(error, "download-failed")) {
    return `the site answered ${error.details.status} for ${error.details.url}`;
  }
  if (AppError.is(error, "download-corrupt")) {
    return `${error.details.url} is not the right file: ${error.details.reason}`;
  }
  return reasonOf(error);
}

/** Whether something of it did not come, or came wrongly: nothing is said of the engine. */
export function didNotArrive(error: unknown): boolean {
  return (["offline", "download-failed", "download-corrupt"] as const).some((code) =>
    AppError.is(error, code),
  );
}
