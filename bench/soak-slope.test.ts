import { describe, expect, it } from "vitest";
import { bytesPerFrame, growth, mostBytesPerFrame, type SoakSample } from "#soak";

/** Samples of an app that is flat but for what is given. */
function samples(change: (frames: number) => Partial<SoakSample>): SoakSample[] {
  return Array.from({ length: 11 }, (_, at) => ({
    frames: 300 + at * 150,
    workerBytes: 5_000_000,
    pageBytes: 7_000_000,
    wasmBytes: 2 ** 24,
    gpuBuffers: 3,
    openFrames: 1,
    recovered: [],
    ...change(300 + at * 150),
  }));
}

describe("a soak", () => {
  it("is flat where nothing grows", () => {
    expect(growth(samples(() => ({})))).toEqual([]);
  });

  it("tells what each frame leaves behind, whatever a single sample says", () => {
    const leaking = samples((frames) => ({
      workerBytes: 5_000_000 + 100 * frames + (frames === 900 ? 5_000_000 : 0),
    }));
    expect(bytesPerFrame(leaking, "workerBytes")).toBeCloseTo(100);
    expect(bytesPerFrame(leaking, "pageBytes")).toBe(0);
    expect(growth(leaking)).toEqual(["workerBytes grow 100 a frame"]);
    expect(growth(leaking, { workerBytes: 101, pageBytes: 0 })).toEqual([]);
  });

  it("lets garbage that comes and goes pass", () => {
    const noisy = samples((frames) => ({
      pageBytes: 7_000_000 + (frames % 450 === 0 ? 60_000 : -20_000),
    }));
    expect(growth(noisy)).toEqual([]);
  });

  it("allows a megabyte in ten minutes at thirty frames a second", () => {
    expect(mostBytesPerFrame * 30 * 600).toBe(2 ** 20);
  });

  it.each<[string, (frames: number) => Partial<SoakSample>, RegExp]>([
    [
      "wasm memory",
      (frames) => ({ wasmBytes: 2 ** 24 + (frames > 900 ? 65_536 : 0) }),
      /wasmBytes grew/,
    ],
    ["GPU buffers", (frames) => ({ gpuBuffers: frames }), /gpuBuffers grew/],
    ["frames left open", () => ({ openFrames: 3 }), /3 frames were open/],
    ["lost workers", () => ({ recovered: ["worker-hang"] }), /not one run: worker-hang/],
  ])("is not flat where there are ever more of %s", (_words, change, words) => {
    expect(growth(samples(change)).join()).toMatch(words);
  });

  it("says nothing by less than three samples", () => {
    expect(growth(samples(() => ({})).slice(0, 2))).not.toEqual([]);
  });
});
