import { AppError, reasonOf } from "#shared";

/** Why a candidate is not used, in words for the report. */
export function whyNot(error: unknown): string {
  if (AppError.is(error, "worker-lost")) {
    const { cause } = error;
    return cause instanceof Error ? cause.message : "its worker was lost";
  }
  if (AppError.is(error, "golden-mismatch")) {
    const { output, worst, tolerance } = error.details;
    return `golden-mismatch: ${output} is off by ${worst}, allowed is ${tolerance}`;
  }
  if (AppError.is(error, "engine-failed")) return error.details.reason;
  return reasonOf(error);
}
