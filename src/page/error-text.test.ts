import { describe, expect, it } from "vitest";
import type { ErrorCode, ErrorDetails } from "#shared";
import { errorText, wayOutText, wordsOf } from "./error-text.ts";

const attempts = [
  { engine: "tfjs", backend: "webgpu", reason: "x" },
  { engine: "tfjs", backend: "wasm", reason: "y" },
];
const where = { engine: "tfjs", backend: "wasm" };
const url = "/models/aa";

/** One example of each code's details, complete by type. */
const examples: { readonly [Code in ErrorCode]: ErrorDetails[Code] } = {
  "no-backend": { attempts },
  "start-timeout": { ...where, limitMs: 30_000 },
  "engine-failed": { ...where, reason: "TypeError: x" },
  "golden-mismatch": { ...where, output: "wh", worst: 3, tolerance: 0.1 },
  offline: { url, receivedBytes: 1_000_000, totalBytes: 4_400_000 },
  "download-failed": { url, status: 503 },
  "download-corrupt": { url, reason: "length" },
  "storage-full": { neededBytes: 4_400_000 },
  "storage-unavailable": { reason: "InvalidStateError" },
  "camera-refused": { reason: "Permission denied" },
  "camera-missing": { reason: "Requested device not found" },
  "camera-busy": { reason: "Could not start video source" },
  "camera-elsewhere": {},
  "camera-unsupported": { reason: "this browser has no camera access" },
  "screen-refused": { reason: "Permission denied" },
  "screen-needs-press": {},
  "screen-failed": { reason: "Could not start video source" },
  "screen-unsupported": { reason: "getDisplayMedia is missing" },
  "picture-unreadable": {
    file: "a.heic",
    fault: "unsupported",
    is: "heic",
    reason: "InvalidStateError",
  },
  "video-unreadable": { file: "a.mkv", reason: "DEMUXER_ERROR" },
  "video-refused": { file: "a.mkv", fault: "undecodable-codec", codec: "hev1.1.6.L93.B0" },
  "recording-unsupported": { reason: "no encoder" },
  "microphone-refused": { reason: "Permission denied" },
  "worker-lost": { reason: "hung", restarts: 3 },
  "browser-too-old": { missing: ["module workers"] },
  "model-needed": { task: "classify" },
  "bad-card": { path: "id", reason: "text is needed" },
  "model-refused": { code: "truncated", file: "a.onnx", reason: "node 3" },
  "export-full": { writtenBytes: 4_400_000 },
  "export-too-large": { writtenBytes: 4_400_000_000 },
  "report-refused": { file: "phone.json", fault: "damaged", path: "candidates[0].stages" },
  "received-lost": { reason: "QuotaExceededError" },
  internal: { reason: "undefined is not a function" },
};

describe("errorText", () => {
  it.each(Object.keys(errorText) as ErrorCode[])("speaks plainly about %s", (code) => {
    const { title, words, waysOut } = wordsOf({ code, details: examples[code] });
    for (const sentence of [title, words]) {
      expect(sentence).not.toMatch(/!|oops|sorry|error|undefined|null|NaN|\[object/i);
      expect(sentence.length).toBeGreaterThan(8);
    }
    expect(words).toMatch(/\.$/);
    expect(waysOut.every((wayOut) => wayOutText[wayOut])).toBe(true);
  });

  it("names each refused attempt", () => {
    expect(wordsOf({ code: "no-backend", details: { attempts } }).words).toContain(
      "TensorFlow.js on graphics and TensorFlow.js on the processor",
    );
  });

  it("offers the sample for every failure of a camera or a screen", () => {
    for (const code of Object.keys(errorText) as ErrorCode[]) {
      if (/^(camera|screen)-/.test(code)) expect(errorText[code].waysOut).toContain("use-sample");
    }
  });
});
