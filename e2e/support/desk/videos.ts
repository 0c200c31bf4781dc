// Runs in a bare page: makes and reads videos with the browser's own codecs, apart from the app.
import {
  ALL_FORMATS,
  AudioSample,
  AudioSampleSource,
  BlobSource,
  BufferTarget,
  EncodedPacketSink,
  Input,
  Mp4OutputFormat,
  Output,
  Quality,
  type Rotation,
  type VideoCodec,
  VideoSample,
  VideoSampleSink,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";

/** What a story wants a video to be. */
export interface WantedVideo {
  readonly extension: "mp4" | "webm";
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** When each frame begins, in milliseconds. */
  readonly timesMs: readonly number[];
  /** The moment of the drawn sample that the first frame shows; null draws the frame's number as grey. */
  readonly sampleFromMs: number | null;
  /** How players are told to turn it, clockwise. */
  readonly rotation?: Rotation;
  readonly withSound?: boolean;
  /** Leaves the right half of every picture transparent. */
  readonly transparent?: boolean;
  /** Leaves the pictures out: sound only. */
  readonly withoutPicture?: boolean;
  /** MP4 with its index at the end, where a cut takes it away. */
  readonly indexAtEnd?: boolean;
}

/** What a video turned out to be. */
export interface ReadVideo {
  readonly mimeType: string;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  /** Of the decoded frames, in order. */
  readonly timesMs: readonly number[];
  readonly soundPackets: number;
  readonly soundMs: number;
  /** PNG files, base64, of the frames asked for by number. */
  readonly pictures: readonly string[];
}

declare const Sample: { drawSample(context: unknown, timeMs: number): void };

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (!context) throw new Error("no canvas");
  return context;
}

async function base64Of(bytes: ArrayBuffer): Promise<string> {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Makes a video file, base64. */
export async function make(wanted: WantedVideo): Promise<string> {
  const { extension, codec, width, height, timesMs, sampleFromMs } = wanted;
  const target = new BufferTarget();
  const output = new Output({
    format:
      extension === "mp4"
        ? new Mp4OutputFormat({ fastStart: wanted.indexAtEnd ? false : "in-memory" })
        : new WebMOutputFormat(),
    target,
  });
  const alpha = wanted.transparent ? "keep" : "discard";
  const source = new VideoSampleSource({ codec, quality: new Quality("high"), alpha });
  if (!wanted.withoutPicture) output.addVideoTrack(source, { rotation: wanted.rotation ?? 0 });
  const sound = wanted.withSound
    ? new AudioSampleSource({ codec: "opus", quality: new Quality("medium") })
    : undefined;
  if (sound) output.addAudioTrack(sound);
  await output.start();
  const context = contextOf(width, height);
  for (const [index, timeMs] of timesMs.entries()) {
    if (wanted.withoutPicture) break;
    if (sampleFromMs === null) {
      context.fillStyle = `rgb(${index * 10} ${index * 10} ${index * 10})`;
      context.fillRect(0, 0, width, height);
    } else Sample.drawSample(context, sampleFromMs + timeMs);
    if (wanted.transparent) context.clearRect(width / 2, 0, width / 2, height);
    const duration = ((timesMs[index + 1] ?? timeMs + 40) - timeMs) / 1000;
    const sample = new VideoSample(context.canvas, { timestamp: timeMs / 1000, duration });
    await source.add(sample);
    sample.close();
  }
  if (sound) {
    const length = Math.round(((timesMs.at(-1) ?? 0) / 1000) * 48_000);
    const data = Float32Array.from({ length }, (_, at) => Math.sin(at / 20) / 4);
    const tone = { data, format: "f32", numberOfChannels: 1, sampleRate: 48_000 } as const;
    const sample = new AudioSample({ ...tone, timestamp: 0 });
    await sound.add(sample);
    sample.close();
  }
  await output.finalize();
  return base64Of(target.buffer ?? new ArrayBuffer());
}

/** Reads a video file: every frame is decoded. */
export async function read(base64: string, pictureNumbers: readonly number[]): Promise<ReadVideo> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const input = new Input({ source: new BlobSource(new Blob([bytes])), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("no picture track");
  const timesMs: number[] = [];
  const pictures = new Map<number, string>();
  for await (const sample of new VideoSampleSink(track).samples()) {
    if (pictureNumbers.includes(timesMs.length)) {
      const context = contextOf(sample.displayWidth, sample.displayHeight);
      sample.draw(context, 0, 0, sample.displayWidth, sample.displayHeight);
      const blob = await context.canvas.convertToBlob({ type: "image/png" });
      pictures.set(timesMs.length, await base64Of(await blob.arrayBuffer()));
    }
    timesMs.push(sample.timestamp * 1000);
    sample.close();
  }
  const sound = await input.getPrimaryAudioTrack();
  let soundPackets = 0;
  if (sound) for await (const _ of new EncodedPacketSink(sound).packets()) soundPackets += 1;
  return {
    mimeType: await input.getMimeType(),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    durationMs: (await track.computeDuration()) * 1000,
    timesMs,
    soundPackets,
    soundMs: sound ? (await sound.computeDuration()) * 1000 : 0,
    pictures: pictureNumbers.map((number) => pictures.get(number) ?? ""),
  };
}

/** The size of a picture file, and the part of a box in it that is of a colour `#rrggbb` or near it. */
export async function colourIn(
  base64: string,
  [left, top, boxWidth, boxHeight]: readonly [number, number, number, number],
  colour: string,
): Promise<{ readonly width: number; readonly height: number; readonly part: number }> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const { width, height } = bitmap;
  const context = contextOf(width, height);
  context.drawImage(bitmap, 0, 0);
  const x = Math.max(0, Math.round(left));
  const y = Math.max(0, Math.round(top));
  const { data } = context.getImageData(
    x,
    y,
    Math.max(1, Math.min(Math.round(boxWidth), width - x)),
    Math.max(1, Math.min(Math.round(boxHeight), height - y)),
  );
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    const away = wanted.map((value, channel) => Math.abs(value - (data[at + channel] ?? 0)));
    if (Math.max(...away) < 32) found += 1;
  }
  return { width, height, part: (found * 4) / data.length };
}

/** How alike two picture files are: 1 less the mean difference of their colours, at the first one's size. */
export async function compare(
  one: string,
  two: string,
): Promise<{ readonly width: number; readonly height: number; readonly alike: number }> {
  const open = (base64: string): Promise<ImageBitmap> =>
    createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
  const bitmaps = [await open(one), await open(two)] as const;
  const [{ width, height }] = bitmaps;
  const [a, b] = bitmaps.map((bitmap) => {
    const context = contextOf(width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  });
  let difference = 0;
  for (const [at, value] of (a ?? new Uint8ClampedArray()).entries()) {
    difference += Math.abs(value - (b?.[at] ?? 0));
  }
  return { width, height, alike: 1 - difference / (width * height * 3 * 255) };
}
