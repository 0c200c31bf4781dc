import type { Events } from "#protocol";

/** How far a start's download is: a model's files and the engine that runs them, side by side. */
export interface StartProgress {
  /** As `FetchFilesOptions` tells it. */
  files(loadedBytes: number, totalBytes: number, cachedBytes: number): void;
  /** The engine is not here, and weighs so much at most. */
  expectEngine(totalBytes: number): void;
  engine(loadedBytes: number): void;
  engineHere(): void;
}

/** Adds both up, and tells it. */
export function createStartProgress(tell: (progress: Events["progress"]) => void): StartProgress {
  let files = { loadedBytes: 0, totalBytes: 0, cachedBytes: 0 };
  let engine = { loadedBytes: 0, totalBytes: 0 };
  const tellBoth = (): void =>
    tell({
      loadedBytes: files.loadedBytes + engine.loadedBytes,
      totalBytes: files.totalBytes + engine.totalBytes,
      cachedBytes: files.cachedBytes,
    });

  return {
    files(loadedBytes, totalBytes, cachedBytes) {
      files = { loadedBytes, totalBytes, cachedBytes };
      tellBoth();
    },
    expectEngine(totalBytes) {
      engine = { loadedBytes: 0, totalBytes };
      tellBoth();
    },
    engine(loadedBytes) {
      engine = { ...engine, loadedBytes: Math.min(loadedBytes, engine.totalBytes) };
      tellBoth();
    },
    engineHere() {
      engine = { ...engine, loadedBytes: engine.totalBytes };
      tellBoth();
    },
  };
}
