import { AppError, reasonOf } from "#shared";
import { asAppError } from "./as-app-error.ts";

/** A file that makes its reader crash, hang or eat memory is refused as what it is: unreadable. */
export function asRefusal(error: unknown, file: string): AppError {
  if (!AppError.is(error, "worker-lost")) return asAppError(error);
  const reason = `reading it: ${error.details.reason}`;
  return new AppError("model-refused", { code: "malformed", file, reason }, { cause: error });
}

/** Why a trial failed, as the library, the supervisor or the platform put it. */
export function failureWords(error: unknown): string {
  if (!(error instanceof AppError)) return reasonOf(error);
  if (AppError.is(error, "worker-lost")) return `${error.details.reason}: ${reasonOf(error.cause)}`;
  return "reason" in error.details ? String(error.details.reason) : error.message;
}
