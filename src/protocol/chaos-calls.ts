/** Every failure that the app recovers from and that can be caused on purpose. */
export const troubleKinds = [
  "worker-crash",
  "worker-hang",
  "worker-oom",
  "device-lost",
  "engine-abort",
  "wrong-backend",
  "camera-end",
  "camera-mute",
  "quota-full",
  "network-cut",
  "store-corrupt",
  "memory-growth",
] as const;

/** A failure that the app recovers from. */
export type TroubleKind = (typeof troubleKinds)[number];

/** Failures that happen in the worker. */
export type WorkerTrouble = Exclude<TroubleKind, "camera-end" | "camera-mute">;

/** Failures that the worker recovers from by itself. */
export type HealedTrouble = Extract<WorkerTrouble, "quota-full" | "network-cut" | "store-corrupt">;

/** The calls around failures. */
export interface ChaosCalls {
  /**
   * Causes a failure, for real. Of failures that the worker recovers from by itself the answer comes once it
   * has; of others it may never come.
   * @throws AppError `internal` where there is nothing that could fail so
   */
  causeTrouble: [{ readonly kind: WorkerTrouble }, undefined];
  /**
   * Puts the golden vectors to the sessions that run once more; one that answers otherwise now ends like
   * any other failed run.
   */
  proveNow: [undefined, undefined];
}
