import type { EncodedPacket } from "mediabunny";
import type { RecordingPart, StoredPacket, StoredTrackConfig } from "#store";

/** What an encoder said of its track with its first packet. */
export type TrackConfig = VideoDecoderConfig | AudioDecoderConfig;

/** Gathers encoded packets until they are worth a transaction. */
export interface PartGatherer {
  add(track: "video" | "audio", packet: EncodedPacket, config?: TrackConfig): void;
  /** Milliseconds of media and bytes that wait. */
  waiting(): { readonly ms: number; readonly sizeBytes: number };
  /** What waits, as one part; undefined where nothing does. */
  take(): RecordingPart | undefined;
}

/** Gathers the packets of one encoder. */
export function createPartGatherer(segment: number): PartGatherer {
  let packets: StoredPacket[] = [];
  let data: Uint8Array[] = [];
  let configs: StoredTrackConfig[] = [];
  let sizeBytes = 0;

  return {
    add(track, packet, config) {
      if (config) configs.push({ track, codec: config.codec, config: plainConfig(config) });
      packets.push({
        track,
        isKey: packet.type === "key",
        timestampUs: packet.microsecondTimestamp,
        durationUs: packet.microsecondDuration,
        sizeBytes: packet.data.byteLength,
      });
      data.push(packet.data);
      sizeBytes += packet.data.byteLength;
    },
    waiting: () => ({ ms: spanMs(packets), sizeBytes }),
    take() {
      if (packets.length === 0) return undefined;
      const bytes = new Uint8Array(sizeBytes);
      let at = 0;
      for (const each of data) {
        bytes.set(each, at);
        at += each.byteLength;
      }
      const part = { segment, configs, packets, bytes: bytes.buffer };
      packets = [];
      data = [];
      configs = [];
      sizeBytes = 0;
      return part;
    },
  };
}

function spanMs(packets: readonly StoredPacket[]): number {
  const [first] = packets;
  const last = packets.at(-1);
  return first && last ? (last.timestampUs + last.durationUs - first.timestampUs) / 1000 : 0;
}

/** A configuration as plain data of its own: browsers give objects, and views on larger buffers. */
function plainConfig(config: TrackConfig): Readonly<Record<string, unknown>> {
  const { description, ...rest } = config;
  const plain: Record<string, unknown> = { ...rest };
  if ("colorSpace" in rest && rest.colorSpace) {
    const { primaries, transfer, matrix, fullRange } = rest.colorSpace;
    plain.colorSpace = { primaries, transfer, matrix, fullRange };
  }
  return description === undefined ? plain : { ...plain, description: copyOf(description) };
}

function copyOf(source: AllowSharedBufferSource): ArrayBuffer {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return Uint8Array.from(bytes).buffer;
}
