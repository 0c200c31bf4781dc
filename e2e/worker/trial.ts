import {
  AppError,
  compareWithGolden,
  type EngineId,
  type InputSpec,
  type TensorSpec,
} from "#shared";
import type { Background } from "#tasks";
import {
  createCpuPreprocess,
  createPreprocess,
  engineEntries,
  fetchEngine,
  type Tensor,
  workerGpu,
} from "#worker";
import { type Cut, cutFrames } from "./cut-frames.ts";
import { type FrameKind, frameOf, sizeOf } from "./frames.ts";
import { mark } from "./mark.ts";
import { type On, openModel } from "./open-model.ts";

/** What became of a model's golden run; `failure` where it did not come so far. */
export interface Proof {
  readonly ok: boolean;
  readonly worst: number;
  readonly tolerance: number;
  readonly threads: number;
  readonly build: string;
  /** Largest absolute value of all outputs, to measure differences by. */
  readonly largest: number;
}

/** An error as stories read it. */
export interface Failure {
  readonly code: string;
  readonly reason: string;
}

/** How far two tensors are apart, in bytes of the picture (0 … 255). */
export interface Distance {
  readonly max: number;
  readonly mean: number;
  /** The largest difference in brightness, of pixels `[…, 3]` in RGB. */
  readonly maxOfLuma: number;
}

/** What stories ask of the worker's parts, called by name; each argument and answer is plain data. */
export interface Trials {
  /** Runs the golden input twice and keeps the second answer under the name given. */
  prove(on: On & { readonly as: string }): Promise<Proof | Failure>;
  /** Runs the middle of the golden input, `side` pixels square, and keeps the answer; returns its largest value. */
  runMiddle(on: On & { readonly side: number; readonly as: string }): Promise<number>;
  /** Runs a picture, fitted as the card says, and keeps the answer under the name given. */
  runPicture(on: On & { readonly picture: string; readonly as: string }): Promise<void>;
  /** Runs files that are no model of ours on the CPU; answers the numbers of each output. */
  runFiles(what: {
    readonly engine: EngineId;
    /** Addresses by the names of files. */
    readonly files: Readonly<Record<string, string>>;
    readonly input: Pick<TensorSpec, "name" | "shape">;
    readonly data: readonly number[];
    readonly outputs: readonly string[];
  }): Promise<readonly { readonly shape: readonly number[]; readonly data: readonly number[] }[]>;
  /** Each output of two kept answers: how far they are apart, and the first one's largest value. */
  differences(
    names: readonly [string, string],
  ): Promise<readonly { readonly apart: number; readonly largest: number }[]>;
  /** Largest absolute difference of two kept answers. */
  apart(names: readonly [string, string]): Promise<number>;
  /** A kept answer, its outputs one after another. */
  answer(name: string): Promise<readonly number[]>;
  /** Runs camera frames through preprocessing and the engine, the input `side` pixels square if given. */
  runFrames(
    on: On & {
      readonly picture: string;
      readonly side?: number;
      readonly frames: number;
      /** Read the answers, as decoders do; else leave them where they are. */
      readonly read: boolean;
    },
  ): Promise<{ readonly inputBytes: number; readonly place: string }>;
  /** Preprocesses a picture on the GPU and on the CPU. */
  comparePaths(what: {
    readonly picture: string;
    readonly kind: FrameKind;
    readonly input: InputSpec;
  }): Promise<Distance>;
  /** Cuts people out of so many camera frames, 10 ms apart, as the task does in the app. */
  cutFrames(
    on: On & { readonly picture: string; readonly frames: number; readonly background: Background },
  ): Promise<Cut>;
  /** Milliseconds of each of so many runs of the engine alone, on the golden input. */
  time(on: On & { readonly runs: number }): Promise<readonly number[]>;
  /** Loses the GPU device while runs follow each other: how the run failed, and what a next load says. */
  loseDevice(on: On): Promise<{ readonly run: Failure; readonly load: Failure }>;
}

// The worker type library of TypeScript 7 has these as types only.
declare const GPUBufferUsage: { readonly COPY_DST: number; readonly MAP_READ: number };
declare const GPUMapMode: { readonly READ: number };

const kept = new Map<string, readonly Float32Array[]>();

function failureOf(error: unknown): Failure {
  if (!(error instanceof AppError)) throw error;
  const { reason } = error.details as { readonly reason?: string };
  return { code: error.code, reason: reason ?? "" };
}

const trials: Trials = {
  async prove({ as, ...on }) {
    try {
      const { session, golden } = await openModel(on);
      // The second run meets whatever the first one left behind.
      await session.run([golden.input]);
      const outputs = await session.run([golden.input]);
      const verdict = compareWithGolden(outputs, golden.expected, golden.tolerance);
      const values = outputs.map(({ data }) => Float32Array.from(data));
      kept.set(as, values);
      const { threads, build } = session;
      session.dispose();
      const largest = values.flatMap((all) => [...all]).reduce((a, b) => Math.max(a, Math.abs(b)));
      const { ok, worst, tolerance } = verdict;
      return { ok, worst, tolerance, threads, build, largest };
    } catch (error) {
      return failureOf(error);
    }
  },
  async runMiddle({ side, as, ...on }) {
    const { session, card, golden } = await openModel(on);
    const { width, height, layout } = card.input;
    if (layout !== "NCHW") throw new Error(`${card.id} is not laid out in planes`);
    const data = new Float32Array(3 * side * side);
    const [left, top] = [(width - side) >> 1, (height - side) >> 1];
    for (let row = 0; row < 3 * side; row += 1) {
      const plane = Math.floor(row / side);
      const start = (plane * height + top + (row % side)) * width + left;
      data.set(golden.input.data.subarray(start, start + side), row * side);
    }
    const { name } = golden.input;
    const shape = [1, 3, side, side];
    const outputs = await session.run([{ place: "cpu", name, shape, dtype: "float32", data }]);
    const values = outputs.map((output) => Float32Array.from(output.data));
    kept.set(as, values);
    session.dispose();
    return values.flatMap((all) => [...all]).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  },
  async runPicture({ picture, as, ...on }) {
    const { session, card } = await openModel(on);
    const preprocess = await createPreprocess(card.input, session);
    const image = await createImageBitmap(await (await fetch(picture)).blob());
    const { tensor } = await preprocess.fit(image, sizeOf(image));
    const outputs = await session.run([tensor]);
    kept.set(
      as,
      outputs.map(({ data }) => Float32Array.from(data)),
    );
    image.close();
    preprocess.dispose();
    session.dispose();
  },
  async runFiles({ engine: id, files, input, data, outputs }) {
    const entry = engineEntries.find((one) => one.id === id);
    const [format] = entry?.formats ?? [];
    if (!entry || !format) throw new Error(`no engine ${id}`);
    const bytes = Object.entries(files).map(
      async ([name, path]) => [name, await (await fetch(path)).arrayBuffer()] as const,
    );
    const given = {
      variantId: "",
      format,
      files: new Map(await Promise.all(bytes)),
      inputs: [{ ...input, dtype: "float32" as const }],
      // Of what the engines read only the names.
      outputs: outputs.map((name) => ({ name, shape: [], dtype: "float32" as const })),
    };
    const engine = await fetchEngine(entry);
    const session = await engine.load(given, "wasm", new AbortController().signal);
    const tensor = {
      ...input,
      place: "cpu" as const,
      dtype: "float32" as const,
      data: Float32Array.from(data),
    };
    const answers = await session.run([tensor]);
    const plain = answers.map((answer) => ({ shape: answer.shape, data: Array.from(answer.data) }));
    session.dispose();
    return plain;
  },
  async differences([one, other]) {
    const others = kept.get(other) ?? [];
    return (kept.get(one) ?? []).map((values, index) => {
      const far = others[index] ?? new Float32Array();
      const apart = far.length === values.length ? distanceOf(values, far, 1).max : Number.NaN;
      return { apart, largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
    });
  },
  async apart([one, other]) {
    return distanceOf(flat(one), flat(other), 1).max;
  },
  answer: async (name) => flat(name),
  async runFrames({ picture, side, frames, read, ...on }) {
    const { session, card } = await openModel(on);
    const { place, gpu } = session;
    const input = side === undefined ? card.input : { ...card.input, width: side, height: side };
    const preprocess = await createPreprocess(input, session);
    const file = await (await fetch(picture)).blob();
    for (let count = 0; count < frames; count += 1) {
      const frame = await frameOf(file, "camera frame");
      mark("frame");
      const { tensor } = await preprocess.fit(frame, sizeOf(frame));
      await (read || !gpu ? session.run([tensor]) : gpu.run([tensor]));
      mark("done");
      frame.close();
    }
    preprocess.dispose();
    session.dispose();
    return { inputBytes: input.width * input.height * 3 * 4, place };
  },
  async comparePaths({ picture, kind, input }) {
    const file = await (await fetch(picture)).blob();
    const image = await frameOf(file, kind);
    const size = sizeOf(image);
    const onGpu = await createPreprocess(input, { place: "gpu" });
    const onCpu = createCpuPreprocess(input);
    const { tensor: gpu } = await onGpu.fit(image, size);
    const { tensor: cpu } = await onCpu.fit(image, size);
    const distance = distanceOf(await valuesOf(gpu), await valuesOf(cpu), input.std[0]);
    image.close();
    onGpu.dispose();
    return distance;
  },
  cutFrames,
  async time({ runs, ...on }) {
    const { session, golden } = await openModel(on);
    const times: number[] = [];
    // The first runs compile and allocate.
    for (let run = -3; run < runs; run += 1) {
      const startMs = performance.now();
      await session.run([golden.input]);
      if (run >= 0) times.push(performance.now() - startMs);
    }
    session.dispose();
    return times;
  },
  async loseDevice(on) {
    const { session, golden } = await openModel(on);
    await session.run([golden.input]);
    const { device } = await workerGpu.open();
    setTimeout(() => device.destroy());
    let run: Failure | undefined;
    while (!run) await session.run([golden.input]).catch((error) => (run = failureOf(error)));
    const load = await openModel(on).then(() => undefined, failureOf);
    if (!load) throw new Error("the engine loaded again on a lost device");
    return { run, load };
  },
};

function flat(name: string): number[] {
  const outputs = kept.get(name);
  if (!outputs) throw new Error(`nothing was kept as ${name}`);
  return outputs.flatMap((values) => [...values]);
}

async function valuesOf(tensor: Tensor): Promise<ArrayLike<number>> {
  if (tensor.place === "cpu") return tensor.data;
  const { device } = await workerGpu.open();
  const { buffer, dtype } = tensor;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const copy = device.createBuffer({ size: buffer.size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const bytes = copy.getMappedRange().slice(0);
  copy.destroy();
  return dtype === "int32" ? new Int32Array(bytes) : new Float32Array(bytes);
}

/** Parts of red, green and blue in brightness: ITU-R BT.601. */
const lumaOf = [0.299, 0.587, 0.114];

/** Of two rows of numbers, each multiplied by `scale`. */
function distanceOf(one: ArrayLike<number>, other: ArrayLike<number>, scale: number): Distance {
  if (one.length !== other.length || one.length === 0) {
    throw new Error(`${one.length} values against ${other.length}`);
  }
  let max = 0;
  let maxOfLuma = 0;
  let sum = 0;
  let luma = 0;
  for (let at = 0; at < one.length; at += 1) {
    const signed = ((one[at] ?? Number.NaN) - (other[at] ?? Number.NaN)) * scale;
    const apart = Math.abs(signed);
    if (!(apart <= max)) max = apart;
    sum += apart;
    luma += signed * (lumaOf[at % 3] ?? 0);
    if (at % 3 < 2) continue;
    maxOfLuma = Math.max(maxOfLuma, Math.abs(luma));
    luma = 0;
  }
  return { max, mean: sum / one.length, maxOfLuma };
}

Object.assign(globalThis, { trials });
