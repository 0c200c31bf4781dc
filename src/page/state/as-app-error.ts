import { AppError } from "#shared";

/** What was caught, as the app's own error: whatever else was thrown is a defect. */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError("internal", { reason: String(error) }, { cause: error });
}
