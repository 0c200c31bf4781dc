import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input } from "mediabunny";
import { describe, expect, it } from "vitest";
import type { MadeVideo } from "#protocol";
import type { RecordingPart, RecordingRecord, StoredPacket, StoredTrackConfig } from "#store";
import { finishRecording } from "./finish-recording.ts";
import { createMemoryRecordings } from "./memory-recordings.ts";

const record: RecordingRecord = {
  ...{ id: "one", startedAtMs: 0, width: 64, height: 48, extension: "webm", videoCodec: "vp8" },
  ...{ soundCodec: null, frames: 0, elapsedMs: 0, sizeBytes: 0, parts: 0 },
};
const vp8: StoredTrackConfig = {
  ...{ track: "video", codec: "vp8" },
  config: { codedWidth: 64, codedHeight: 48 },
};
const opus: StoredTrackConfig = {
  ...{ track: "audio", codec: "opus" },
  config: { numberOfChannels: 1, sampleRate: 48_000 },
};

/** H.264's tables of a stream; the last byte tells two encoders apart. */
function avc(last: number): StoredTrackConfig {
  const set = [0x67, 0x42, 0, 0x1f];
  const description = Uint8Array.of(
    1,
    0x42,
    0,
    0x1f,
    0xff,
    0xe1,
    0,
    4,
    ...set,
    1,
    0,
    2,
    0x68,
    last,
  );
  const config = { codedWidth: 64, codedHeight: 48, description: description.buffer };
  return { track: "video", codec: "avc1.42001f", config };
}

function part(
  segment: number,
  configs: readonly StoredTrackConfig[],
  packets: readonly (readonly [track: "video" | "audio", atMs: number])[],
): RecordingPart {
  const stored = packets.map(
    ([track, atMs], index): StoredPacket => ({
      ...{ track, isKey: index === 0 || track === "audio" },
      ...{ timestampUs: atMs * 1000, durationUs: 40_000, sizeBytes: 4 },
    }),
  );
  // Each packet's bytes say its moment.
  const bytes = Uint8Array.from(packets.flatMap(([, atMs]) => [atMs & 255, atMs >> 8, 7, 7]));
  return { segment, configs, packets: stored, bytes: bytes.buffer };
}

async function finished(
  parts: readonly RecordingPart[],
  of: Partial<RecordingRecord> = {},
): Promise<readonly MadeVideo[]> {
  const store = createMemoryRecordings();
  for (const [index, each] of parts.entries()) {
    await store.append({ ...record, ...of, frames: 1, parts: index + 1 }, each);
  }
  return finishRecording("one", store);
}

/** The moments of a file's packets, and the moments that their bytes say. */
async function read({ blob }: MadeVideo, track: "video" | "audio" = "video") {
  const input = new Input({ source: new BlobSource(blob), formats: ALL_FORMATS });
  const found =
    track === "video" ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
  const times: (readonly [number, number])[] = [];
  if (found) {
    for await (const { timestamp, data } of new EncodedPacketSink(found).packets()) {
      times.push([Math.round(timestamp * 1000), (data[0] ?? 0) + (data[1] ?? 0) * 256]);
    }
  }
  return { times, durationMs: Math.round((await input.computeDuration()) * 1000) };
}

describe("finishing a recording", () => {
  it("puts the segments of several workers into one file, in which each frame has its moment", async () => {
    const made = await finished([
      part(
        0,
        [vp8],
        [
          ["video", 0],
          ["video", 300],
        ],
      ),
      part(0, [], [["video", 600]]),
      part(
        2,
        [vp8],
        [
          ["video", 640],
          ["video", 1_000],
        ],
      ),
    ]);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      extension: "webm",
      frames: 5,
      durationMs: 1_040,
      hasAudio: false,
    });
    const { times, durationMs } = await read(made[0] as MadeVideo);
    expect(times).toEqual([0, 300, 600, 640, 1_000].map((atMs) => [atMs, atMs]));
    // WebM does not say how long its last frame is shown.
    expect(durationMs).toBeGreaterThanOrEqual(1_000);
  });

  it("begins a second file where one decoder cannot read on, and that from its own zero", async () => {
    const made = await finished(
      [
        part(
          0,
          [avc(1)],
          [
            ["video", 0],
            ["video", 400],
          ],
        ),
        part(1, [avc(1)], [["video", 440]]),
        part(
          2,
          [avc(2)],
          [
            ["video", 800],
            ["video", 900],
          ],
        ),
      ],
      { extension: "mp4", videoCodec: "avc" },
    );
    expect(made.map(({ frames }) => frames)).toEqual([3, 2]);
    expect((await read(made[0] as MadeVideo)).times.map(([atMs]) => atMs)).toEqual([0, 400, 440]);
    expect((await read(made[1] as MadeVideo)).times).toEqual([
      [0, 800],
      [100, 900],
    ]);
  });

  it("keeps sound beside the frames, without what two segments both have and what no frame is left for", async () => {
    const made = await finished(
      [
        part(
          0,
          [vp8, opus],
          [
            ["video", 0],
            ["audio", 10],
            ["audio", 50],
            ["video", 80],
          ],
        ),
        part(
          1,
          [vp8, opus],
          [
            ["video", 100],
            ["audio", 45],
            ["audio", 120],
            ["audio", 400],
          ],
        ),
      ],
      { soundCodec: "opus", elapsedMs: 140 },
    );
    expect(made[0]?.hasAudio).toBe(true);
    expect((await read(made[0] as MadeVideo, "audio")).times).toEqual([
      [10, 10],
      [50, 50],
      [120, 120],
    ]);
  });

  it("makes nothing of nothing", async () => {
    expect(await finishRecording("one", createMemoryRecordings())).toEqual([]);
    const store = createMemoryRecordings();
    await store.append({ ...record, parts: 1 }, part(0, [], []));
    expect(await finishRecording("one", store)).toEqual([]);
  });
});
