import type { TroubleKind } from "#protocol";
import { AppError } from "#shared";

/** Why a worker was replaced. */
export type Loss = "crashed" | "hung" | "never-started";

/** How browsers say that there is no more memory. */
const memoryWords = /out of memory|allocat/i;

/** What a loss is called in the report, by its reason, what the worker told, and the browser's words. */
export function troubleKind(reason: Loss, words: string, error?: AppError): TroubleKind {
  if (reason === "hung") return "worker-hang";
  if (AppError.is(error, "golden-mismatch")) return "wrong-backend";
  if (AppError.is(error, "engine-failed")) {
    return error.details.reason.includes("GPU device was lost") ? "device-lost" : "engine-abort";
  }
  return memoryWords.test(words) ? "worker-oom" : "worker-crash";
}

/** Whether a call failed for want of memory, outside of any engine: those are tried one after the other. */
export function isShortOfMemory(error: AppError): boolean {
  return AppError.is(error, "internal") && memoryWords.test(error.details.reason);
}
