import { bytesInWords } from "./numbers.ts";

/** The words of what is fastest here, in English; they come with the diagnostics. */
export const tuneEn = {
  title: "Fastest here",
  about:
    "Every way to run this model is tried on this device, and the fastest of the right ones is used. What is stored is measured by itself after a while.",
  measure: "Measure now",
  measureWith: (bytes: number) => `Measure now, download up to ${bytesInWords(bytes)}`,
  cancel: "Cancel",
  progress: (done: number, total: number) =>
    total === 0 ? "Measuring" : `Measuring, ${done} of ${total} tried`,
  caption: (model: string) => `What could run ${model}, and how fast`,
  way: "Way",
  wayOf: (engine: string, backend: string, threads: number) =>
    threads > 1 ? `${engine} · ${backend} · ${threads} threads` : `${engine} · ${backend}`,
  inHalves: (way: string) => `${way} · half precision`,
  median: "One run",
  start: "Start",
  none: "–",
  used: "in use",
  swapped: (winner: string, first: string, frame: number) =>
    `${winner} took over from ${first} at frame ${frame}.`,
};
