import { useStore } from "zustand";
import type { Recorder, RecorderState } from "../state/recorder.ts";
import { useAppState } from "./app-context.ts";

/** Stills and recordings, for components that are shown only where these are. */
export function useRecorder(): Recorder {
  const recorder = useAppState((state) => state.recorder);
  if (!recorder) throw new Error("no recorder around this component");
  return recorder;
}

/** A part of the recorder's state. */
export function useRecorderState<Part>(select: (state: RecorderState) => Part): Part {
  return useStore(useRecorder().store, select);
}
