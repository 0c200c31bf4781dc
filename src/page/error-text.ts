import type { Attempt, ErrorCode, ErrorDetails, PlainError } from "#shared";
import { modelRefusalText } from "./model-refusal-text.ts";
import { bytesInWords } from "./text/numbers.ts";
import { pictureFaultText } from "./text/picture-fault-en.ts";
import { reportFaultText } from "./text/report-fault-en.ts";
import { text } from "./text/text.ts";
import { videoRefusalText } from "./text/video-refusal-en.ts";

/** A way out of a failure that a person can take with one tap. */
export type WayOut =
  | "retry"
  | "use-sample"
  | "use-pictures"
  | "choose-screen"
  | "use-cpu"
  | "use-here"
  | "free-space"
  | "open-models"
  | "reload"
  | "copy-report";

/** What a person reads when something failed, and what they can do. */
export interface ErrorWords<Code extends ErrorCode> {
  readonly title: string;
  words(details: ErrorDetails[Code]): string;
  /** The first one is the button that is offered first. */
  readonly waysOut: readonly [WayOut, ...WayOut[]];
}

const engineNames: Readonly<Record<string, string>> = {
  tfjs: "TensorFlow.js",
  onnx: "ONNX Runtime",
  litert: "LiteRT",
};
const backendNames: Readonly<Record<string, string>> = {
  wasm: "the processor",
  webgpu: "graphics",
};

function engineOn({ engine, backend }: Pick<Attempt, "engine" | "backend">): string {
  return `${engineNames[engine] ?? engine} on ${backendNames[backend] ?? backend}`;
}

/** Every error code has words and a way out; a new code does not compile until it has them. */
export const errorText: { readonly [Code in ErrorCode]: ErrorWords<Code> } = {
  "no-backend": {
    title: "Nothing here can run this yet",
    words: ({ attempts }) =>
      attempts.length === 0
        ? "No engine fits what was asked for. Try without restrictions."
        : `Tried ${attempts.map(engineOn).join(" and ")}; none gave the right answer on this device.`,
    waysOut: ["use-cpu", "retry", "copy-report"],
  },
  "start-timeout": {
    title: "The engine did not start",
    words: ({ limitMs, ...where }) =>
      `${engineOn(where)} did not start within ${Math.round(limitMs / 1000)} s.`,
    waysOut: ["retry", "use-cpu", "copy-report"],
  },
  "engine-failed": {
    title: "The engine stopped",
    words: (where) => `${engineOn(where)} could not go on. Your pictures were not affected.`,
    waysOut: ["retry", "use-cpu", "copy-report"],
  },
  "golden-mismatch": {
    title: "This device computes it differently",
    words: (where) => `${engineOn(where)} gave wrong answers in a test, so it is not used.`,
    waysOut: ["use-cpu", "retry", "copy-report"],
  },
  offline: {
    title: "You are offline",
    words: ({ receivedBytes, totalBytes }) =>
      receivedBytes > 0
        ? `${bytesInWords(receivedBytes)} of ${bytesInWords(totalBytes)} are already here. Connect once and the rest follows.`
        : "The model is not on this device yet. Connect once; after that it works offline.",
    waysOut: ["retry"],
  },
  "download-failed": {
    title: "The download did not work",
    words: ({ status }) =>
      status === 404
        ? "The site does not have the file. It may be updating; try again in a moment."
        : `The site answered with ${status}. Try again in a moment.`,
    waysOut: ["retry", "copy-report"],
  },
  "download-corrupt": {
    title: "The download was not right",
    words: () =>
      "What arrived is not the file that was asked for, so it was not used. A network that asks you to sign in can cause this.",
    waysOut: ["retry", "copy-report"],
  },
  "storage-full": {
    title: "There is no space left",
    words: ({ neededBytes }) =>
      `${bytesInWords(neededBytes)} are needed to keep the model here. Free some space, or go on without keeping it.`,
    waysOut: ["free-space", "retry"],
  },
  "storage-unavailable": {
    title: "Nothing can be stored here",
    words: () =>
      "The browser does not let this page store anything; a private window can be the reason. Close other tabs of Localens and try again.",
    waysOut: ["retry"],
  },
  "camera-refused": {
    title: "The camera is not allowed",
    words: () =>
      "Allow the camera for this page in the browser's address bar or settings, then try again.",
    waysOut: ["retry", "use-sample", "use-pictures"],
  },
  "camera-missing": {
    title: "No camera found",
    words: () => "Connect a camera and try again, or look at the sample.",
    waysOut: ["retry", "use-sample", "use-pictures"],
  },
  "camera-busy": {
    title: "The camera is in use",
    words: () => "Camera is in use by another app. Close it and try again.",
    waysOut: ["retry", "use-sample", "use-pictures"],
  },
  "camera-elsewhere": {
    title: "This camera is running in another tab",
    words: () => "One tab at a time can use it. You can move it here.",
    waysOut: ["use-here", "use-sample"],
  },
  "camera-unsupported": {
    title: "No camera on this page",
    words: ({ reason }) => `A camera cannot be used here: ${reason}.`,
    waysOut: ["use-sample", "use-pictures"],
  },
  "screen-refused": {
    title: "Nothing is shared",
    words: () =>
      "Choose a screen, a window or a tab when the browser asks. On a Mac the browser also needs the permission to record the screen, in the system's privacy settings.",
    waysOut: ["retry", "use-sample", "use-pictures"],
  },
  "screen-needs-press": {
    title: "Choose what to share",
    words: () => "The browser shows its list only after a press.",
    waysOut: ["choose-screen", "use-sample", "use-pictures"],
  },
  "screen-failed": {
    title: "The screen cannot be captured",
    words: () => "The system did not give its picture. Try another screen, window or tab.",
    waysOut: ["retry", "use-sample", "use-pictures"],
  },
  "screen-unsupported": {
    title: "This browser shares no screens",
    words: () => "Phones and some browsers cannot. A video or a picture of the screen works.",
    waysOut: ["use-pictures", "use-sample"],
  },
  "picture-unreadable": {
    title: "This picture cannot be read",
    words: ({ file, fault, is }) => pictureFaultText[fault](file, is),
    waysOut: ["use-pictures"],
  },
  "video-unreadable": {
    title: "This video cannot be played",
    words: ({ file }) =>
      `${file} is not a video that this browser can play. MP4 with H.264 and WebM play in most.`,
    waysOut: ["use-pictures", "use-sample"],
  },
  "video-refused": {
    title: "This video cannot be read",
    words: ({ file, fault, codec }) => videoRefusalText[fault](file, codec),
    waysOut: ["use-pictures", "use-sample"],
  },
  "recording-unsupported": {
    title: "This browser cannot record",
    words: () => "It has nothing that makes videos. A snapshot works.",
    waysOut: ["retry", "copy-report"],
  },
  "microphone-refused": {
    title: "The microphone is not allowed",
    words: () =>
      "Allow it for this page in the browser's address bar or settings, or record without sound.",
    waysOut: ["retry"],
  },
  "worker-lost": {
    title: "It stopped several times",
    words: ({ reason, restarts }) =>
      reason === "never-started"
        ? "The part that does the thinking did not start. Reload the page, online if you can."
        : `It was started again ${restarts === 1 ? "once" : `${restarts} times`} and stopped each time. Closing other tabs can help.`,
    waysOut: ["retry", "reload", "copy-report"],
  },
  "browser-too-old": {
    title: "This browser is too old",
    words: ({ missing }) => `Missing here: ${missing.join(", ")}. Update the browser.`,
    waysOut: ["reload"],
  },
  "model-needed": {
    title: "This needs a model of yours",
    words: () => "Add one under Models, or choose something else to look for.",
    waysOut: ["open-models", "retry"],
  },
  "bad-card": {
    title: "A model is described wrongly",
    words: () => "This version of Localens is not complete. Reload the page to get it again.",
    waysOut: ["reload", "copy-report"],
  },
  "model-refused": {
    title: "This model cannot be used",
    words: ({ code, file }) =>
      file === "" ? modelRefusalText[code] : `${file}: ${modelRefusalText[code]}`,
    waysOut: ["retry", "copy-report"],
  },
  "export-full": {
    title: "There is no space left for this export",
    words: ({ writtenBytes }) =>
      `It stopped after ${bytesInWords(writtenBytes)}, and what was written is deleted. Free some space, or export the numbers alone.`,
    waysOut: ["free-space", "retry"],
  },
  "export-too-large": {
    title: "This is too much for one ZIP",
    words: () =>
      "A ZIP holds 4 GB and 65,535 files. Export the numbers alone, or fewer pictures at a time.",
    waysOut: ["use-pictures"],
  },
  "report-refused": {
    title: "This is no report to compare with",
    words: ({ file, fault, path }) => reportFaultText[fault](file, path),
    waysOut: ["retry"],
  },
  "received-lost": {
    title: "The shared files did not arrive",
    words: () =>
      "There may be no space left on this device. Share fewer files at a time, or choose them here.",
    waysOut: ["use-pictures", "free-space"],
  },
  internal: {
    title: text.brokenTitle,
    words: () => text.brokenWords,
    waysOut: ["retry", "reload", "copy-report"],
  },
};

/** The words and ways out of one failure. */
export function wordsOf<Code extends ErrorCode>({
  code,
  details,
}: Pick<PlainError<Code>, "code" | "details">): {
  readonly title: string;
  readonly words: string;
  readonly waysOut: readonly WayOut[];
} {
  const { title, words, waysOut } = errorText[code];
  return { title, words: words(details), waysOut };
}

/** The labels of the ways out. */
export const wayOutText: Readonly<Record<WayOut, string>> = {
  retry: text.tryAgain,
  "use-sample": "Use the sample",
  "use-pictures": "Choose a file",
  "choose-screen": "Choose",
  "use-cpu": "Use the processor",
  "use-here": "Use it here",
  "free-space": "Free space",
  "open-models": "Open Models",
  reload: text.reload,
  "copy-report": "Copy report",
};
