/** Runs of one kind that a worker takes a median of. */
export const runWindow = 30;

/** How long the last runs of one model on one size of input took, `runWindow` of them at most. */
export interface ModelRuns {
  /** The model's role and what it was given; `frame` for all that is done to a frame, which runs on a GPU are part of. */
  readonly of: string;
  /** All runs since the times were last cleared. */
  readonly count: number;
  readonly p50Ms: number;
}

/** The calls by which a device is spared. */
export interface PaceCalls {
  /** At most so many live frames a second from now on; null: as many as the device can do. */
  setPace: [{ readonly framesPerSecond: number | null }, undefined];
}
