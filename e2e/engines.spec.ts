import { readFileSync } from "node:fs";
import { expect } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { hasSharedData, shared } from "./support/shared-data.ts";
import type { TrialPage } from "./support/start-trial.ts";
import { plainHeaders, softwareGpu, test } from "./support/trial-page.ts";
import { type Marked, watchTransfers } from "./support/watch-transfers.ts";
import type { Failure, Proof } from "./worker/trial.ts";

interface Tried {
  readonly engine: string;
  /** A small model of the engine; on a software GPU a large one would take minutes. */
  readonly model: string;
  /** The library's build that is right on each backend, in a browser that has everything. */
  readonly builds: { readonly threaded: string; readonly plain: string; readonly webgpu: string };
  /** The same where WebAssembly cannot wait for promises (JSPI). */
  readonly webgpuWithoutJspi: string;
}

const tfjs: Tried = {
  engine: "tfjs",
  model: "blazeface",
  builds: {
    threaded: "tfjs-backend-wasm-simd",
    plain: "tfjs-backend-wasm-simd",
    webgpu: "tfjs-backend-webgpu",
  },
  webgpuWithoutJspi: "tfjs-backend-webgpu",
};
const litert: Tried = {
  engine: "litert",
  model: "selfie-square",
  builds: {
    threaded: "litert_wasm_threaded_internal",
    plain: "litert_wasm_internal",
    webgpu: "litert_wasm_jspi_internal",
  },
  webgpuWithoutJspi: "litert_wasm_internal",
};
const onnx: Tried = {
  engine: "onnx",
  model: "ppocr-cls",
  builds: {
    threaded: "ort-wasm-simd-threaded",
    plain: "ort-wasm-simd-threaded",
    webgpu: "ort-wasm-simd-threaded.jspi",
  },
  webgpuWithoutJspi: "ort-wasm-simd-threaded.asyncify",
};
const engines = [tfjs, litert, onnx];

/** How far two answers of one model may be apart, in parts of their largest value. */
const allowed = { betweenBuilds: 1e-5, betweenBackends: 1e-4 };

/** Things that browsers lack, taken from the worker before it looks for them. */
const takenAway = {
  JSPI: () => {
    Reflect.deleteProperty(WebAssembly, "Suspending");
    Reflect.deleteProperty(WebAssembly, "promising");
  },
  SharedArrayBuffer: () => {
    Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
  },
  /** As on iOS: 4 GiB of address space in one piece, which threads reserve up front. */
  "large memory": () => {
    const { Memory } = WebAssembly;
    WebAssembly.Memory = new Proxy(Memory, {
      construct(_, [descriptor]) {
        const { maximum = 0, shared } = descriptor as WebAssembly.MemoryDescriptor;
        if (shared && maximum > 8192) throw new RangeError("could not allocate memory");
        return new Memory(descriptor);
      },
    });
  },
  WebGPU: () => {
    Reflect.deleteProperty(Object.getPrototypeOf(navigator), "gpu");
  },
} satisfies Readonly<Record<string, () => void>>;

function proofOf(answer: Proof | Failure): Proof {
  if ("code" in answer) throw new Error(`${answer.code}: ${answer.reason}`);
  return answer;
}

/** Runs a model's golden input, which it must answer rightly. */
async function prove(
  trial: TrialPage,
  { model, engine }: Tried,
  backend: "wasm" | "webgpu",
): Promise<Proof> {
  const proof = proofOf(await trial.ask("prove", { model, engine, backend, as: backend }));
  expect(proof.worst, "off the golden run").toBeLessThanOrEqual(proof.tolerance);
  expect(proof.ok).toBe(true);
  return proof;
}

function note(type: string, what: unknown): void {
  test.info().annotations.push({ type, description: JSON.stringify(what) });
}

for (const tried of engines) {
  const { engine, builds } = tried;

  test(`${engine} on wasm gives its golden answer with threads and without`, async ({
    openTrial,
  }) => {
    const isolated = await openTrial();
    const plain = await openTrial({ headers: plainHeaders });
    expect([isolated.isolated, plain.isolated]).toEqual([true, false]);
    const threaded = await prove(isolated, tried, "wasm");
    const alone = await prove(plain, tried, "wasm");
    expect(threaded.build).toBe(builds.threaded);
    expect(alone).toMatchObject({ build: builds.plain, threads: 1 });
    // TF.js starts its threads from `blob:` workers, which the policy refuses.
    if (engine === "tfjs") expect(threaded.threads).toBe(1);
    else expect(threaded.threads).toBeGreaterThan(1);
    const one = await isolated.ask("answer", "wasm");
    const other = await plain.ask("answer", "wasm");
    expect(one.length).toBe(other.length);
    const apart = one.map((value, at) => Math.abs(value - (other[at] ?? Number.NaN)));
    const furthest = Math.max(...apart);
    note("apart", furthest / threaded.largest);
    expect(furthest).toBeLessThanOrEqual(allowed.betweenBuilds * threaded.largest);
  });

  test(`${engine} on wasm does without SharedArrayBuffer in an isolated page`, async ({
    openTrial,
  }) => {
    const trial = await openTrial();
    await trial.worker.evaluate(takenAway.SharedArrayBuffer);
    const { threads, build } = await prove(trial, tried, "wasm");
    expect({ threads, build }).toEqual({ threads: 1, build: builds.plain });
  });
}

for (const tried of [litert, onnx]) {
  test(`${tried.engine} starts its threads in the memory that the device gives`, async ({
    openTrial,
  }) => {
    const trial = await openTrial();
    await trial.worker.evaluate(takenAway["large memory"]);
    const { threads, build } = await prove(trial, tried, "wasm");
    expect(build).toBe(tried.builds.threaded);
    expect(threads).toBeGreaterThan(1);
  });
}

test("engines say that WebGPU is missing, fetch nothing for it, and still have wasm", async ({
  openTrial,
}) => {
  const trial = await openTrial();
  await trial.worker.evaluate(takenAway.WebGPU);
  for (const { model, engine } of engines) {
    const answer = await trial.ask("prove", { model, engine, backend: "webgpu", as: "none" });
    expect(answer).toEqual({ code: "engine-failed", reason: "this browser has no WebGPU" });
  }
  expect(trial.asked.filter((path) => path.startsWith("/engines/"))).toEqual([]);
  for (const tried of engines) await prove(trial, tried, "wasm");
});

test.describe("on a software GPU", () => {
  test.use({ browserFlags: softwareGpu });
  // A software GPU takes every core: two at a time would only slow each other down.
  test.describe.configure({ mode: "default", timeout: 300_000 });

  test("onnx on WebGPU finds text where wasm does", async ({ openTrial }) => {
    const trial = await openTrial();
    // Every pixel has an answer of its own here; the golden picture's middle, to take seconds only.
    const on = { model: "ppocr-det", side: 96 };
    const largest = await trial.ask("runMiddle", { ...on, backend: "wasm", as: "wasm" });
    expect(largest, "there is text in the middle").toBeGreaterThan(0.5);
    await trial.ask("runMiddle", { ...on, backend: "webgpu", as: "webgpu" });
    const apart = await trial.ask("apart", ["wasm", "webgpu"]);
    note("apart", apart / largest);
    expect(apart).toBeLessThanOrEqual(allowed.betweenBackends * largest);
  });

  for (const tried of engines) {
    const { engine, builds, model } = tried;

    test(`${engine} on WebGPU gives its golden answer, and the answer of wasm`, async ({
      openTrial,
    }) => {
      const trial = await openTrial();
      const { largest } = await prove(trial, tried, "wasm");
      expect((await prove(trial, tried, "webgpu")).build).toBe(builds.webgpu);
      const apart = await trial.ask("apart", ["wasm", "webgpu"]);
      note("apart", apart / largest);
      expect(apart).toBeLessThanOrEqual(allowed.betweenBackends * largest);
    });

    test(`${engine} on WebGPU does without JSPI`, async ({ openTrial }) => {
      test.skip(engine === "tfjs", "TF.js on WebGPU has no wasm to wait in");
      const trial = await openTrial();
      await trial.worker.evaluate(takenAway.JSPI);
      expect((await prove(trial, tried, "webgpu")).build).toBe(tried.webgpuWithoutJspi);
    });

    test(`${engine} moves nothing of input size between CPU and GPU`, async ({ openTrial }) => {
      const files = { "/trial/picture": await samplePicture(640, 480, 8500) };
      const trial = await openTrial({ files });
      await trial.worker.evaluate(watchTransfers);
      // ONNX Runtime has kernels for all of this model; of others it computes parts on the CPU.
      const wholly = engine === "onnx" ? { model: "ppocr-det", side: 96 } : { model, engine };
      const given = { ...wholly, frames: 2, picture: "/trial/picture" };
      const frames = async (backend: "wasm" | "webgpu", read: boolean) => {
        const { inputBytes } = await trial.ask("runFrames", { ...given, backend, read });
        const marked = await trial.worker.evaluate(() =>
          (globalThis as unknown as { transfers: Marked[] }).transfers.splice(1),
        );
        const each = marked.filter(({ mark }) => mark === "frame");
        expect(each.length).toBe(given.frames);
        // The first frame sets up what later ones use again.
        return { inputBytes, later: each.slice(1).map(({ transfers }) => transfers) };
      };
      const { inputBytes, later } = await frames("webgpu", false);
      for (const transfers of later) {
        const ways = transfers.map(({ call }) => call);
        expect(ways.filter((call) => call === "importExternalTexture")).toHaveLength(1);
        const bytes = transfers.map((transfer) => transfer.bytes);
        const sum = bytes.reduce((total, one) => total + one, 0);
        note("bytes", { calls: bytes.length, largest: Math.max(...bytes), sum, inputBytes });
        expect(Math.max(...bytes)).toBeLessThanOrEqual(1024);
        expect(sum).toBeLessThan(inputBytes / 4);
      }
      // Reading the answer moves the answer, and still nothing towards the GPU.
      const reading = await frames("webgpu", true);
      for (const transfers of reading.later) {
        const others = transfers.filter(({ call }) => !/^(mapAsync|getMappedRange)$/.test(call));
        expect(Math.max(...others.map(({ bytes }) => bytes))).toBeLessThanOrEqual(1024);
      }
      // On the CPU path the same watch sees every frame's pixels.
      const onCpu = await frames("wasm", true);
      for (const transfers of onCpu.later) {
        expect(transfers.map(({ call }) => call)).toEqual(["copyTo"]);
      }
    });

    test(`${engine} names a lost GPU device, and does not start on it again`, async ({
      openTrial,
    }) => {
      const trial = await openTrial();
      const { run, load } = await trial.ask("loseDevice", { model, engine, backend: "webgpu" });
      for (const failure of [run, load]) {
        expect(failure.code).toBe("engine-failed");
        expect(failure.reason).toContain("the GPU device was lost");
      }
    });
  }

  for (const background of ["keep", "blur"] as const) {
    test(`a person's mask stays on the GPU until it is drawn (${background})`, async ({
      openTrial,
    }) => {
      const picture = hasSharedData
        ? readFileSync(shared("images/tfjs-models/pose.jpg"))
        : await samplePicture(640, 480, 8500);
      const trial = await openTrial({ files: { "/trial/picture": picture } });
      await trial.worker.evaluate(watchTransfers);
      const given = { model: litert.model, frames: 5, picture: "/trial/picture", background };
      const cut = await trial.ask("cutFrames", { ...given, backend: "webgpu" });
      const marked = await trial.worker.evaluate(() =>
        (globalThis as unknown as { transfers: Marked[] }).transfers.splice(1),
      );
      const later = marked.filter(({ mark }) => mark === "frame").slice(1);
      expect(later).toHaveLength(given.frames - 1);
      for (const { transfers } of later) {
        note("moved", transfers);
        expect(transfers.filter(({ call }) => call === "importExternalTexture")).toHaveLength(1);
        // The step, and the count of cells.
        const largest = Math.max(...transfers.map(({ bytes }) => bytes));
        expect(largest).toBeLessThanOrEqual(1024);
      }
      // Frames are 10 ms apart: the bytes for the page were read once.
      expect(cut.masksRead).toBe(1);
      expect(cut.maskBytes).toBe(256 * 256);

      // A later mask lies where the first one lay: nothing is drawn rather than a wrong one.
      expect(cut.leftOfFirst).toBe(0);

      const onCpu = await trial.ask("cutFrames", { ...given, backend: "wasm" });
      expect(onCpu.masksRead).toBe(given.frames);
      for (const [index, coverage] of cut.coverages.entries()) {
        expect(Math.abs(coverage - (onCpu.coverages[index] ?? Number.NaN))).toBeLessThan(0.005);
      }
      if (hasSharedData) {
        expect(cut.coverages[0]).toBeGreaterThan(0.05);
        expect(onCpu.leftOfFirst).toBeGreaterThan(0);
      }
      const apart = cut.pixels.map((value, at) =>
        Math.abs(value - (onCpu.pixels[at] ?? Number.NaN)),
      );
      const mean = apart.reduce((sum, one) => sum + one, 0) / apart.length;
      note("drawn apart", { mean, largest: apart.reduce((a, b) => Math.max(a, b), 0) });
      expect(mean).toBeLessThan(1);
      expect(cut.pixels.some((value) => value > 0)).toBe(true);
    });
  }
});
