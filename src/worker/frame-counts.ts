/** What became of the frames of this worker. */
export interface FrameCounts {
  /** Received. */
  captured: number;
  /** Run through a model. */
  processed: number;
  /** Closed unseen, because a newer one came. */
  dropped: number;
  /** Received and not yet closed. */
  open: number;
}

/** Counts that start at nothing. */
export function createFrameCounts(): FrameCounts {
  return { captured: 0, processed: 0, dropped: 0, open: 0 };
}
