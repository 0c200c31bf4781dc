import type { TaskResult } from "#tasks";
import { type AppStore, playsVideo } from "./app-state.ts";

/**
 * Looks at the standing picture of a paused video: the worker, frozen with the page, takes one frame and
 * is frozen again. So what is said is about the picture that is shown, also after a seek.
 */
export interface StandingLook {
  /** Looks again, where a video stands. */
  again(): void;
  /** Whether a result is the one that was asked for; that ends the look. */
  takes(result: TaskResult): boolean;
}

/** Creates the look over the frames' way (`sendAgain`) and the worker's freezing. */
export function createStandingLook(
  store: AppStore,
  sendAgain: () => void,
  setFrozen: (frozen: boolean) => void,
  nowMs: () => number = () => performance.timeOrigin + performance.now(),
): StandingLook {
  let sinceMs = Number.POSITIVE_INFINITY;
  return {
    again() {
      const state = store.getState();
      if (!state.frozen || !playsVideo(state)) return;
      sinceMs = nowMs();
      setFrozen(false);
      sendAgain();
    },
    takes({ frame }) {
      // A frame from before may still have been under way.
      if (frame.timestampMs < sinceMs) return false;
      sinceMs = Number.POSITIVE_INFINITY;
      setFrozen(true);
      return true;
    },
  };
}
