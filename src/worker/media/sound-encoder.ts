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
  /** From now on sound is recorded: this is the moment `startMs` of the recording. */
  begin(startMs: number): void;
  /** Encodes what is left. */
  finish(): Promise<void>;
  /** Throws away what is left. */
  cancel(): Promise<void>;
}

/** Sound whose clock went this far from ours is set right: chunks were lost. */
const driftMs = 200;
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
  let output: Output | undefined;
  let source: AudioSampleSource | undefined;
  let queue: Promise<void> = Promise.resolve();

  const open = async ({ sampleRate, channels }: SoundChunk): Promise<void> => {
    const codec = await getFirstEncodableAudioCodec([...codecs[extension]], {
      numberOfChannels: channels.length,
      sampleRate,
      quality: soundQuality,
    });
    if (!codec) {
      stop();
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
  const encode = async (chunk: SoundChunk, startMs: number): Promise<void> => {
    if (closed) return;
    if (!source) await open(chunk);
    const sample = new AudioSample({
      data: planes(chunk.channels),
      format: "f32-planar",
      numberOfChannels: chunk.channels.length,
      sampleRate: chunk.sampleRate,
      timestamp: startMs / 1000,
    });
    await source?.add(sample);
    sample.close();
  };
  const stop = (): void => {
    closed = true;
    port.close();
  };

  port.onmessage = ({ data }: MessageEvent<SoundChunk>) => {
    if (beganAtMs === undefined || closed) return;
    const chunkMs = ((data.channels[0]?.length ?? 0) / data.sampleRate) * 1000;
    const heardMs = performance.now() - chunkMs - beganAtMs + offsetMs;
    // The first chunk began before the first frame.
    if (heardMs < offsetMs) return;
    const startMs =
      nextMs === undefined || Math.abs(heardMs - nextMs) > driftMs
        ? Math.max(heardMs, nextMs ?? 0)
        : nextMs;
    nextMs = startMs + chunkMs;
    queue = queue.then(() => encode(data, startMs)).catch(stop);
  };
  return {
    begin(startMs) {
      beganAtMs ??= performance.now();
      offsetMs = startMs;
    },
    async finish() {
      stop();
      closed = false;
      await queue;
      closed = true;
      await output?.finalize();
    },
    async cancel() {
      stop();
      await output?.cancel();
    },
  };
}

function planes(channels: readonly Float32Array[]): Float32Array {
  const length = channels[0]?.length ?? 0;
  const data = new Float32Array(length * channels.length);
  for (const [index, channel] of channels.entries()) data.set(channel, index * length);
  return data;
}
