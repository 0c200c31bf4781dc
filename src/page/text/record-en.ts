import { bytesInWords, timeInWords } from "./numbers.ts";

/** The words about stills and recordings, in English. */
export const recordEn = {
  snapshot: "Save a picture",
  record: "Record a video",
  stopRecording: "Stop and save the video",
  size: bytesInWords,
  time: (elapsedMs: number) => timeInWords(elapsedMs / 1000),
  recordingFor: (elapsedMs: number, sizeBytes: number) =>
    `Recording, ${timeInWords(elapsedMs / 1000)}, ${bytesInWords(sizeBytes)}`,
  saving: "Saving",
  savedFiles: (names: readonly string[], bytes: number) =>
    `Saved ${names.join(" and ")}, ${bytesInWords(bytes)}`,
  endedFull: "The space on this device ran out, so the recording ended here.",
  ended: "The recording could not go on and ended here.",
  empty: "Nothing was recorded: no frame came.",
  share: "Share",
  saveAgain: "Save again",
  close: "Close",
  unsaved: (elapsedMs: number, sizeBytes: number, startedAt: Date) =>
    `A recording of ${startedAt.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })} was not saved: ${timeInWords(elapsedMs / 1000)}, ${bytesInWords(sizeBytes)}.`,
  save: "Save",
  delete: "Delete",
  options: "Saving and recording",
  stillType: "Pictures are saved as",
  stillTypes: { "image/png": "PNG, exact", "image/jpeg": "JPEG, small" },
  withSound: "Record sound",
  soundOff: "Off: the microphone is not used.",
  soundOn:
    "Your browser asks for the microphone when a recording begins; it is off again when it ends.",
  notMirrored:
    "What is saved is not mirrored, even where the preview of a front camera is. It stays on this device.",
} as const;
