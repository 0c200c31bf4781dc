import { AppError } from "#shared";

/** A worker whose script cannot be fetched without a network is missing the network, not broken. */
export function asOffline(error: AppError): AppError {
  const unfetched = AppError.is(error, "worker-lost") && error.details.reason === "never-started";
  if (!unfetched || navigator.onLine) return error;
  const details = { url: location.href, receivedBytes: 0, totalBytes: 0 };
  return new AppError("offline", details, { cause: error });
}
