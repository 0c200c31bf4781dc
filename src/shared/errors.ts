import type { FileFormat } from "./file-format.ts";

/** One tried (engine, backend) and why it is not used; what diagnostics calls "refused". */
export interface Attempt {
  readonly engine: string;
  readonly backend: string;
  readonly reason: string;
}

/** Why a model file is refused before anything of it runs. */
export type ModelRefusal =
  /** No file was given, or none is a model. */
  | "no-model"
  /** Several models at once. */
  | "several-models"
  | "unknown-format"
  /** Its first bytes say another format than its name. */
  | "mislabelled"
  /** A web page, as servers send when a file is missing. */
  | "html-instead-of-model"
  /** A pointer of Git LFS instead of the file. */
  | "pointer-instead-of-model"
  | "missing-shard"
  | "missing-external-data"
  /** The file ends before its content does. */
  | "truncated"
  /** A length, an offset or a number in the file cannot be. */
  | "malformed"
  /** Nested deeper than any real model. */
  | "too-deep"
  /** More parts or bytes than can be read here. */
  | "too-large"
  /** A ZIP that unpacks to far more than it is. */
  | "bomb"
  | "nested-zip"
  /** A ZIP entry that points outside its folder. */
  | "bad-path"
  | "bad-zip"
  /** A ZIP entry that is encrypted or packed in a way that is not read here. */
  | "zip-method"
  | "bad-labels"
  /** Weights encrypted or compressed by the writer. */
  | "unsupported-weights"
  /** None of its inputs can be filled with a picture. */
  | "no-picture-input"
  /** The repair asked for does not apply to this model. */
  | "cannot-repair";

/** Why a video file cannot be decoded frame by frame. */
export type VideoRefusal =
  /** This browser has no WebCodecs. */
  | "no-webcodecs"
  /** None of the containers that are read here, or no container at all. */
  | "unknown-format"
  /** Sound only, or nothing. */
  | "no-video-track"
  /** There is a picture track without a single frame. */
  | "zero-length"
  /** The browser has no decoder for the picture track. */
  | "undecodable-codec"
  /** Its pictures have a transparent ground: the decoding library joins both in workers that our policy refuses. */
  | "transparent"
  /** The file ends before its content does. */
  | "truncated"
  /** The decoder gave up on what the file holds. */
  | "damaged";

/** Why a picture file cannot be looked at. */
export type PictureFault =
  | "empty"
  /** Its content is something else than a picture. */
  | "not-a-picture"
  /** It is a picture, and its name says that it is none. */
  | "mislabelled"
  /** A picture of a format that this browser does not open. */
  | "unsupported"
  /** The file ends before the picture does. */
  | "cut-off"
  | "broken"
  /** More pixels than this device has memory for. */
  | "too-large"
  /** It was moved, changed or deleted after it was chosen. */
  | "gone";

/** Why a file is no report of a benchmark that can be compared with. */
export type ReportFault =
  /** It is larger than any report. */
  | "too-large"
  | "not-json"
  /** JSON of something else. */
  | "another-kind"
  /** A later version of Localens wrote it in another format. */
  | "newer"
  /** A field is missing or cannot be. */
  | "damaged";

/** Every way Localens can fail, with the facts that belong to each. All plain data: it crosses threads. */
export interface ErrorDetails {
  /** No (engine, backend) gave the golden result on this device. */
  "no-backend": { readonly attempts: readonly Attempt[] };
  /** An engine did not settle within its start deadline. */
  "start-timeout": { readonly engine: string; readonly backend: string; readonly limitMs: number };
  /** An engine threw while loading or running. */
  "engine-failed": { readonly engine: string; readonly backend: string; readonly reason: string };
  /** An engine answered, but not what the card's golden vector says. */
  "golden-mismatch": {
    readonly engine: string;
    readonly backend: string;
    readonly output: string;
    readonly worst: number;
    readonly tolerance: number;
  };
  /** The network is needed and not there. */
  offline: { readonly url: string; readonly receivedBytes: number; readonly totalBytes: number };
  /** The server answered, but not with the file. */
  "download-failed": { readonly url: string; readonly status: number };
  /** The bytes arrived, but are not the file that the card pins (an HTML page, a flipped bit, a short file). */
  "download-corrupt": { readonly url: string; readonly reason: string };
  /** This device's storage for the site is full; what was asked still runs, unkept. */
  "storage-full": { readonly neededBytes: number };
  /** IndexedDB is missing or refused (a private window, a policy). */
  "storage-unavailable": { readonly reason: string };
  "camera-refused": { readonly reason: string };
  "camera-missing": { readonly reason: string };
  "camera-busy": { readonly reason: string };
  /** Another tab of Localens holds the camera. */
  "camera-elsewhere": Record<never, never>;
  /** No camera on this page at all: not a secure context, or a browser without the API. */
  "camera-unsupported": { readonly reason: string };
  /** The person chose nothing to share, or the system forbids it. */
  "screen-refused": { readonly reason: string };
  /** The browser asks what to share only while a press is fresh. */
  "screen-needs-press": Record<never, never>;
  "screen-failed": { readonly reason: string };
  /** A browser that shares no screens, as on phones, or not a secure context. */
  "screen-unsupported": { readonly reason: string };
  "picture-unreadable": {
    readonly file: string;
    readonly fault: PictureFault;
    /** What its first bytes say it is. */
    readonly is: FileFormat;
    /** The browser's own words, or its pixels where they are too many; for the report. */
    readonly reason: string;
  };
  "video-unreadable": { readonly file: string; readonly reason: string };
  /** A video that cannot be decoded frame by frame, or not to its end. */
  "video-refused": {
    readonly file: string;
    readonly fault: VideoRefusal;
    /** The codec string where it is known, else empty. */
    readonly codec: string;
  };
  /** Nothing here can encode a video. */
  "recording-unsupported": { readonly reason: string };
  /** Sound was asked for and is not allowed or not there. */
  "microphone-refused": { readonly reason: string };
  /** The worker died and restarting it did not help. */
  "worker-lost": {
    readonly reason: "crashed" | "hung" | "never-started";
    readonly restarts: number;
  };
  "browser-too-old": { readonly missing: readonly string[] };
  /** A task that runs only models which a person brings was asked for without one. */
  "model-needed": { readonly task: string };
  /** A model card that does not say what a card must say. */
  "bad-card": { readonly path: string; readonly reason: string };
  /** A model file that cannot be used, whatever the engine. */
  "model-refused": {
    readonly code: ModelRefusal;
    /** The file in question; empty where it is about all of them. */
    readonly file: string;
    readonly reason: string;
  };
  /** This device has no room for what is being exported. */
  "export-full": { readonly writtenBytes: number };
  /** More files or bytes than a ZIP can hold. */
  "export-too-large": { readonly writtenBytes: number };
  /** A file that was given as a report of a benchmark. */
  "report-refused": {
    readonly file: string;
    readonly fault: ReportFault;
    /** The field that is wrong; empty where it is about all of them. */
    readonly path: string;
  };
  /** Files that another app handed over did not get here. */
  "received-lost": { readonly reason: string };
  /** A defect of ours; the reason is for the report, not for the person. */
  internal: { readonly reason: string };
}

/** The codes of `AppError`, one per way to fail. */
export type ErrorCode = keyof ErrorDetails;

/** An `AppError` as plain data, for crossing threads and for reports. */
export interface PlainError<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly details: ErrorDetails[Code];
  /** The chain of causes, outermost first, as text: for the report only. */
  readonly causes: readonly string[];
}

/** The one error class of Localens: a code, typed details, and the cause. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly details: ErrorDetails[Code];

  constructor(code: Code, details: ErrorDetails[Code], options?: { readonly cause?: unknown }) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }

  /** Narrows an unknown error to one code. */
  static is<Code extends ErrorCode>(error: unknown, code: Code): error is AppError<Code> {
    return error instanceof AppError && error.code === code;
  }
}

/** The platform's "it was cancelled", which is never shown to a person. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** An error's own words, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Any thrown value as plain data; what is not an `AppError` becomes `internal`. */
export function toPlainError(error: unknown): PlainError {
  const causes: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && causes.length < 8) {
    causes.push(reasonOf(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  if (error instanceof AppError) return { code: error.code, details: error.details, causes };
  return { code: "internal", details: { reason: reasonOf(error) }, causes };
}

/** The `AppError` that a `PlainError` describes, its causes as one nested chain. */
export function fromPlainError(plain: PlainError): AppError {
  const cause = plain.causes.reduceRight<Error | undefined>(
    (inner, words) => new Error(words, inner === undefined ? undefined : { cause: inner }),
    undefined,
  );
  return new AppError(plain.code, plain.details, cause === undefined ? undefined : { cause });
}
