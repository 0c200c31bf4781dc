import { AppError, type ModelRefusal } from "#shared";

/** Refuses a model file. @throws AppError `model-refused`, always */
export function refuse(code: ModelRefusal, file: string, reason: string, cause?: unknown): never {
  throw new AppError(
    "model-refused",
    { code, file, reason },
    cause === undefined ? undefined : { cause },
  );
}

/**
 * Runs what reads a file; whatever it throws that is not an `AppError` means that the file is malformed.
 * @throws AppError
 */
export function readOrRefuse<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return refuse("malformed", file, reason.slice(0, 200), error);
  }
}
