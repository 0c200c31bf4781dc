import type { SoundChunk } from "#protocol";

/** What a worklet's scope has, which no type library describes. */
interface WorkletScope {
  readonly sampleRate: number;
  registerProcessor(name: string, processor: new () => object): void;
}

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Samples that are gathered before they are sent: a fiftieth of a second. */
const chunkSamples = 1024;

/** Sends what it hears to the port that it is given, past the page's thread. */
class SoundTap extends AudioWorkletProcessor {
  private target: MessagePort | undefined;
  private channels: Float32Array[] = [];
  private filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MessagePort>) => {
      this.target = data;
    };
  }

  /** Called for each 128 samples; true asks for more. */
  process([input = []]: readonly Float32Array[][]): boolean {
    if (!this.target || input.length === 0) return true;
    if (this.channels.length !== input.length) {
      this.channels = input.map(() => new Float32Array(chunkSamples));
      this.filled = 0;
    }
    for (const [index, samples] of input.entries()) this.channels[index]?.set(samples, this.filled);
    this.filled += input[0]?.length ?? 0;
    if (this.filled < chunkSamples) return true;
    const { sampleRate } = globalThis as unknown as WorkletScope;
    const chunk: SoundChunk = { sampleRate, heardAtMs: Date.now(), channels: this.channels };
    this.target.postMessage(
      chunk,
      this.channels.map(({ buffer }) => buffer),
    );
    this.channels = [];
    return true;
  }
}

(globalThis as unknown as WorkletScope).registerProcessor("sound-tap", SoundTap);
