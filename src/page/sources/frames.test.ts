import { describe, expect, it } from "vitest";
import { framePath, openFrames } from "./frames.ts";

describe("framePath", () => {
  it.each([
    [true, true, "stream"],
    [true, false, "stream"],
    [false, true, "track"],
    [false, false, "port"],
  ] as const)(
    "processor here %s, track transfers %s: %s",
    (processorHere, trackTransfers, path) => {
      expect(framePath({ processorHere, trackTransfers })).toBe(path);
    },
  );
});

describe("openFrames", () => {
  it("opens nothing of a track that has ended", () => {
    const track = { readyState: "ended" } as MediaStreamVideoTrack;
    expect(openFrames(track, {} as HTMLVideoElement)).toBeNull();
  });
});
