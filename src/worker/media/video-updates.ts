import type { VideoFrameResult, VideoProgress, VideoUpdate } from "#protocol";

/** Tells on a port how far a run is, with what it found, a few times a second. */
export interface VideoUpdates {
  add(progress: VideoProgress, found?: VideoFrameResult): void;
  /** Sends what is left and says that it was the last; the port is closed. */
  end(): void;
}

/** Gathers what is found between two messages `intervalMs` apart. */
export function createVideoUpdates(
  port: Pick<MessagePort, "postMessage" | "close">,
  intervalMs = 200,
): VideoUpdates {
  let results: VideoFrameResult[] = [];
  let progress: VideoProgress = { framesDone: 0, framesTotal: 0, mediaMs: 0, durationMs: 0 };
  let sentAtMs = Number.NEGATIVE_INFINITY;

  const send = (last: boolean): void => {
    port.postMessage({ results, progress, last } satisfies VideoUpdate);
    results = [];
    sentAtMs = performance.now();
  };
  return {
    add(next, found) {
      progress = next;
      if (found) results.push(found);
      if (performance.now() - sentAtMs >= intervalMs) send(false);
    },
    end() {
      send(true);
      port.close();
    },
  };
}
