import { bytesInWords } from "./numbers.ts";

/** Every word of the device check in English; apart from the page's, because they come with its code. */
export const checkEn = {
  title: "Check this device",
  about:
    "Every engine runs a small model for real, on the processor and on graphics, and its answers are compared with known ones.",
  sizes: (engines: number, models: number) =>
    `Downloads at most ${bytesInWords(engines + models)}, once: ${bytesInWords(engines)} of engines and ${bytesInWords(models)} of small models. What is already here is not downloaded again.`,
  alone: "Something else is running, so the times are longer than they would be alone.",
  start: "Check this device",
  again: "Check again",
  cancel: "Cancel",
  openApp: "Open Localens",
  ownPage: "Open as a page of its own",
  progress: (done: number, all: number) => `${done} of ${all} checked`,
  finished: (ok: number, all: number) => `${ok} of ${all} work here`,
  cancelled: "Cancelled",
  caption: "Engines on this device",
  engine: "Engine",
  backend: "Computes on",
  result: "Result",
  agreement: "Off by",
  agreementOf: (worst: string, tolerance: number) => `${worst} of ${tolerance} allowed`,
  noNumber: "no number",
  cold: "First answer",
  warm: "Then each",
  threads: "Threads",
  build: "Build",
  none: "–",
  step: {
    waiting: "Waiting",
    notChecked: "Not checked",
    preparing: "Preparing",
    downloading: (loaded: number, total: number) =>
      `Downloading, ${bytesInWords(loaded)} of ${bytesInWords(total)}`,
    starting: "Starting",
    measuring: "Measuring",
  },
  ok: "Right",
  notOk: "Not used",
  explain:
    "First answer: the engine's start and its first run, without waiting for downloads. Then each: the median of the runs after it.",
  report: "Report",
  copyText: "Copy as text",
  copyJson: "Copy as JSON",
  copied: "Copied",
  copyFailed: "The browser did not allow copying. Select the report and copy it.",
} as const;
