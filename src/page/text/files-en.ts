import type { FileNote } from "#protocol";

/** Every word of the Files place in English; apart from the page's, because they come with its code. */
export const filesEn = {
  title: "Files",
  emptyTitle: "A folder of pictures, looked at here",
  emptyWords:
    "Choose any number of pictures and videos, drop them or a whole folder here, or paste a picture. They stay on this device.",
  choose: "Choose files",
  chooseMore: "Add files",
  chooseFolder: "Choose a folder",
  addFolder: "Add a folder",
  trySamples: "Try drawn samples",
  sampleName: (task: string, index: number) => `${task.toLowerCase()}-sample-${index}.png`,
  steps: [
    ["Everything in turn", "One broken file does not stop the others, and you can cancel."],
    ["Drawn and in words", "Each picture gets its result; open one and zoom in."],
    ["Videos along time", "See when something is there, and go to that moment."],
    ["Yours to take away", "As annotated pictures, JSON, CSV, COCO or one ZIP."],
  ],
  formats: "JPEG, PNG, WebP, AVIF, GIF and BMP; MP4, MOV and WebM where the browser can.",
  queue: "Queue",
  progress: (done: number, total: number) => `${done} of ${total} looked at`,
  finished: (total: number) => (total === 1 ? "1 file looked at" : `All ${total} files looked at`),
  failed: (count: number) => (count === 1 ? "1 failed" : `${count} failed`),
  cancelled: (left: number) => `Cancelled, ${left} left`,
  cancel: "Cancel",
  goOn: "Go on",
  retryFailed: "Retry failed",
  removeAll: "Remove all",
  lookAgain: (count: number) => (count === 1 ? "Look again at 1" : `Look again at ${count}`),
  stale: (count: number) =>
    count === 1
      ? "1 result was made with other settings."
      : `${count} results were made with other settings.`,
  leftOut: (count: number) =>
    count === 1
      ? "1 file of the folder is neither picture nor video and was left out."
      : `${count} files of the folder are neither pictures nor videos and were left out.`,
  everyNth: "In videos, look at",
  nth: (n: number) => (n === 1 ? "every frame" : `every ${n}${n === 3 ? "rd" : "th"} frame`),
  filter: "Show",
  filterName: { all: "All", found: "Found", nothing: "Nothing", failed: "Failed" },
  filterEmpty: "No file is like that.",
  gallery: "Files and what was found",
  galleryHelp: "Arrow keys move, Enter opens, Delete removes.",
  waiting: "Waiting",
  running: "Looking",
  runningPart: (part: number) => `${Math.round(part * 100)} %`,
  nothing: "Nothing found",
  framesWords: (hits: number, frames: number) =>
    hits === 0 ? `Nothing in ${frames} frames` : `Something in ${hits} of ${frames} frames`,
  otherTask: (title: string) => `${title}: `,
  video: "Video",
  note: {
    reduced: ({ from }: Extract<FileNote, { kind: "reduced" }>, width: number, height: number) =>
      `Looked at as ${width} × ${height}, reduced from ${from.width} × ${from.height} to fit into memory`,
    "first-frame": "It moves: the first picture was looked at",
    "white-ground": "It is transparent: laid on white",
  },
  size: (width: number, height: number) => `${width} × ${height}`,
  took: (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`),
  position: (index: number, total: number) => `${index} of ${total}`,
  previous: "Previous file",
  next: "Next file",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  zoomFit: "Show all of it",
  zoomed: (percent: number) => `${percent} %`,
  remove: "Remove from the queue",
  close: "Back to all files",
  hiddenYet: "Shown once it is looked at with these settings.",
  picture: (name: string) => `${name}, with what was found drawn on it`,
  moment: "Moment",
  momentOf: (at: string, words: string) => (words === "" ? `${at}, nothing` : `${at}, ${words}`),
  chart: { count: (most: number) => `At most ${most} at once`, part: "Part of the picture" },
  viewerHelp: "Plus, minus and 0 zoom; arrows go on, or move a zoomed picture; Escape closes.",
} as const;
