import {
  AudioSample,
  AudioSampleSource,
  type EncodedPacket,
  getFirstEncodableAudioCodec,
  MkvOutputFormat,
  NullTarget,
  Output,
  Quality,
} from "mediabunny";
import type { SoundChunk } from "#protocol";
import type { VideoFormat } from "./video-format.ts";

/** Encodes a microphone's sound beside a recording. */
export interface SoundEncoder {
  /** Sound is recorded from a moment on (milliseconds since 1970), which is `startMs` of the recording. */
  begin(startMs: number, atMs: number): void;
  /** Encodes what is left. */
  finish(): Promise<void>;
  /** Throws away what is left. */
  cancel(): Promise<void>;
}

/** Sound that comes this much later than its length says was interrupted: the silence is left silent. */
const driftMs = 500;
/** AAC plays in the most places; Opus is what the rest can make. */
const codecs = { mp4: ["aac", "opus"], webm: ["opus"] } as const;
const soundQuality = new Quality("high");

/** Takes `SoundChunk`s from a port; `onPacket` gets what was encoded. Undecodable sound is left out. */
export function createSoundEncoder(
  port: MessagePort,
  { extension }: Pick<VideoFormat, "extension">,
  onPacket: (packet: EncodedPacket, config?: AudioDecoderConfig) => void,
): SoundEncoder {
  let beganAtMs: number | undefined;
  let offsetMs = 0;
  let nextMs: number | undefined;
  let closed = false;
  let unusable = false;
  let output: Output | undefined;
  let source: AudioSampleSource | undefined;
  let pending: PlacedSound[] = [];
  let encoding: Promise<void> | undefined;

  const open = async ({ sampleRate, channels }: SoundChunk): Promise<void> => {
    const codec = await getFirstEncodableAudioCodec([...codecs[extension]], {
      numberOfChannels: channels.length,
      sampleRate,
      quality: soundQuality,
    });
    if (!codec) {
      giveUp();
      return;
    }
    source = new AudioSampleSource({
      codec,
      quality: soundQuality,
      onEncodedPacket: (packet, meta) => onPacket(packet, meta?.decoderConfig),
    });
    // Only the encoder is wanted of it.
    output = new Output({ format: new MkvOutputFormat(), target: new NullTarget() });
    output.addAudioTrack(source);
    await output.start();
  };
  const encode = async ({ chunk, startMs }: PlacedSound): Promise<void> => {
    if (!source) await open(chunk);
    const sample = new AudioSample({
      data: concatenated(chunk.channels),
      format: "f32-planar",
      numberOfChannels: chunk.channels.length,
      sampleRate: chunk.sampleRate,
      timestamp: startMs / 1000,
    });
    await source?.add(sample);
    sample.close();
  };
  /** A wasm engine leaves this thread few turns: all that was heard meanwhile is encoded in one. */
  const encodePending = async (): Promise<void> => {
    while (pending.length > 0 && !unusable) {
      const [batch, rest] = joinSound(pending);
      pending = rest;
      await encode(batch);
    }
    encoding = undefined;
  };
  const stop = (): void => {
    closed = true;
    port.close();
  };
  const giveUp = (): void => {
    unusable = true;
    pending = [];
    encoding = undefined;
    stop();
  };

  port.onmessage = ({ data }: MessageEvent<SoundChunk>) => {
    if (beganAtMs === undefined || closed) return;
    const chunkMs = ((data.channels[0]?.length ?? 0) / data.sampleRate) * 1000;
    const heardMs = data.heardAtMs - chunkMs - beganAtMs + offsetMs;
    // The first chunk began before the first frame.
    if (heardMs < offsetMs) return;
    const startMs =
      nextMs === undefined || Math.abs(heardMs - nextMs) > driftMs
        ? Math.max(heardMs, nextMs ?? 0)
        : nextMs;
    nextMs = startMs + chunkMs;
    pending.push({ chunk: data, startMs, endMs: nextMs });
    encoding ??= encodePending().catch(giveUp);
  };
  return {
    begin(startMs, atMs) {
      beganAtMs = atMs;
      offsetMs = startMs;
    },
    async finish() {
      stop();
      await encoding;
      await output?.finalize();
    },
    async cancel() {
      stop();
      await output?.cancel();
    },
  };
}

/** Sound and where it lies in the recording. */
export interface PlacedSound {
  readonly chunk: SoundChunk;
  readonly startMs: number;
  readonly endMs: number;
}

/** Joins the chunks at the front that follow each other without a gap; gives them and the rest. */
export function joinSound(
  sounds: readonly PlacedSound[],
): readonly [joined: PlacedSound, rest: PlacedSound[]] {
  const [first, ...others] = sounds;
  if (!first) throw new RangeError("there is no sound to join");
  let last = first;
  const joined = [first];
  for (const next of others) {
    const follows =
      next.startMs === last.endMs &&
      next.chunk.sampleRate === first.chunk.sampleRate &&
      next.chunk.channels.length === first.chunk.channels.length;
    if (!follows) break;
    joined.push(next);
    last = next;
  }
  const channels = first.chunk.channels.map((_, index) =>
    concatenated(joined.map(({ chunk }) => chunk.channels[index] ?? new Float32Array())),
  );
  const { sampleRate } = first.chunk;
  const chunk = { sampleRate, heardAtMs: last.chunk.heardAtMs, channels };
  return [{ chunk, startMs: first.startMs, endMs: last.endMs }, sounds.slice(joined.length)];
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
