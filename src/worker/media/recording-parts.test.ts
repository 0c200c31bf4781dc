import { EncodedPacket } from "mediabunny";
import { describe, expect, it } from "vitest";
import { createPartGatherer } from "./recording-parts.ts";

function packetOf(bytes: readonly number[], atMs: number, type: "key" | "delta" = "delta") {
  return new EncodedPacket(Uint8Array.from(bytes), type, atMs / 1000, 0.04);
}

describe("the gatherer of parts", () => {
  it("joins packets in the order in which they came, each with its track, time and length", () => {
    const gatherer = createPartGatherer(3);
    gatherer.add("video", packetOf([1, 2], 0, "key"));
    gatherer.add("audio", packetOf([3], 10, "key"));
    gatherer.add("video", packetOf([4, 5], 40));
    expect(gatherer.waiting()).toEqual({ ms: 80, sizeBytes: 5 });
    const part = gatherer.take();
    expect(part).toMatchObject({
      segment: 3,
      packets: [
        { track: "video", isKey: true, timestampUs: 0, durationUs: 40_000, sizeBytes: 2 },
        { track: "audio", isKey: true, timestampUs: 10_000, sizeBytes: 1 },
        { track: "video", isKey: false, timestampUs: 40_000, sizeBytes: 2 },
      ],
    });
    expect([...new Uint8Array(part?.bytes ?? new ArrayBuffer())]).toEqual([1, 2, 3, 4, 5]);
    expect(gatherer.take()).toBeUndefined();
    expect(gatherer.waiting()).toEqual({ ms: 0, sizeBytes: 0 });
  });

  it("keeps a decoder's configuration as data of its own, its tables cut out of their buffer", () => {
    const gatherer = createPartGatherer(0);
    const tables = Uint8Array.of(9, 7, 8, 9).subarray(1, 3);
    const colorSpace = { primaries: "bt709", toJSON: () => ({}) } as const;
    gatherer.add("video", packetOf([1], 0, "key"), {
      codec: "avc1.42001f",
      codedWidth: 64,
      description: tables,
      colorSpace,
    });
    const [config] = gatherer.take()?.configs ?? [];
    expect(config).toMatchObject({ track: "video", codec: "avc1.42001f" });
    expect(config?.config).toMatchObject({ codedWidth: 64, colorSpace: { primaries: "bt709" } });
    expect([...new Uint8Array(config?.config.description as ArrayBuffer)]).toEqual([7, 8]);
    // Plain data: it can be stored.
    expect(() => structuredClone(config)).not.toThrow();
  });
});
