import type { ReactNode } from "react";
import { canRecord, canSnapshot } from "../state/recorder.ts";
import { recordText } from "../text/record-text.ts";
import { useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { useRecorder, useRecorderState } from "./use-recorder.ts";
import "./styles/capture.css";

/** Drawn on the icons' grid. */
const paths = {
  still: "M4 5h16v14H4zM12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z",
  record: "M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12z",
  stop: "M8 8h8v8H8z",
} as const;

/** Saves what is seen: a still, or a video while it runs. */
export function Capture(): ReactNode {
  const recorder = useRecorder();
  const recording = useRecorderState((state) => state.recording);
  const still = useAppState(canSnapshot);
  // Where nothing can encode, nothing is offered.
  const video = useAppState(canRecord) && typeof VideoEncoder === "function";
  const records = recording.at === "on";
  if (!still && !video && recording.at === "off") return null;
  return (
    <div className="capture">
      {recording.at !== "off" && <Elapsed />}
      {still && (
        <button
          type="button"
          className="round large"
          data-testid="snapshot"
          aria-label={recordText.snapshot}
          onClick={() => void recorder.snapshot()}
        >
          <Icon path={paths.still} />
        </button>
      )}
      {(video || records) && (
        <button
          type="button"
          className="round large record"
          data-testid="record"
          data-state={recording.at}
          aria-pressed={records}
          aria-label={records ? recordText.stopRecording : recordText.record}
          disabled={recording.at === "saving"}
          onClick={() => recorder.toggle()}
        >
          <Icon path={paths[records ? "stop" : "record"]} />
        </button>
      )}
    </div>
  );
}

/** How long and how large the recording is; a screen reader reads it when asked. */
function Elapsed(): ReactNode {
  const recording = useRecorderState((state) => state.recording);
  if (recording.at === "off") return null;
  const { elapsedMs, sizeBytes, frames } = recording.progress;
  return (
    <p
      className="elapsed numbers"
      role="timer"
      aria-label={
        recording.at === "on" ? recordText.recordingFor(elapsedMs, sizeBytes) : recordText.saving
      }
      data-testid="recording"
      data-frames={frames}
      data-elapsed-ms={Math.round(elapsedMs)}
    >
      {recording.at === "saving"
        ? recordText.saving
        : `${recordText.time(elapsedMs)} · ${recordText.size(sizeBytes)}`}
    </p>
  );
}
