import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { type Fit, type InputSpec, place } from "#shared";
import { expect, test } from "./support/app.ts";
import { launchBare } from "./support/browser.ts";
import { bundleModule } from "./support/bundle.ts";
import { samplePicture } from "./support/clip.ts";
import { type Pixels, plainFit } from "./support/plain-fit.ts";
import { hasSharedData, shared } from "./support/shared-data.ts";

const side = 512;

function inputOf(fit: Fit): InputSpec {
  return {
    name: "x",
    width: side,
    height: side,
    layout: "NHWC",
    dtype: "uint8",
    channels: "RGB",
    mean: [0, 0, 0],
    std: [1, 1, 1],
    fit,
    padByte: 114,
  };
}

let bundle: Promise<string> | undefined;

/** The worker's own preprocessing on the CPU, as a script for a bare page. */
function preprocessing(): Promise<string> {
  bundle ??= bundleModule("src/worker/preprocess/cpu.ts", "Fit");
  return bundle;
}

/** What the worker's own preprocessing makes of a picture, and the picture's own pixels. */
async function runReal(
  page: Page,
  picture: Buffer,
  input: InputSpec,
): Promise<{ pixels: Pixels; fitted: Uint8Array }> {
  const answer = await page.evaluate(
    async ([picture64, input]) => {
      interface Preprocess {
        fit(
          image: ImageBitmap,
          size: { width: number; height: number },
        ): { tensor: { data: Uint8Array } };
      }
      const { Fit } = window as unknown as {
        Fit: { createCpuPreprocess(input: unknown): Preprocess };
      };
      const encode = (bytes: Uint8Array | Uint8ClampedArray): string => {
        let text = "";
        for (let at = 0; at < bytes.length; at += 32_768) {
          text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
        }
        return btoa(text);
      };
      const file = Uint8Array.from(atob(picture64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([file]));
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8Array();
      const { tensor } = Fit.createCpuPreprocess(input).fit(bitmap, { width, height });
      return { width, height, pixels: encode(pixels), fitted: encode(tensor.data) };
    },
    [picture.toString("base64"), input] as const,
  );
  const { width, height } = answer;
  return {
    pixels: { width, height, data: Buffer.from(answer.pixels, "base64") },
    fitted: Buffer.from(answer.fitted, "base64"),
  };
}

async function pictures(): Promise<Record<string, Buffer>> {
  if (hasSharedData) {
    return {
      wide: readFileSync(shared("images/tfjs-models/pose.jpg")),
      tall: readFileSync(shared("images/coco_val2017/000000001296.jpg")),
      square: readFileSync(shared("images/coco_val2017/000000001584.jpg")),
    };
  }
  return {
    wide: await samplePicture(1280, 720, 8500),
    tall: await samplePicture(720, 1280, 8500),
    square: await samplePicture(900, 900, 8500),
  };
}

test("preprocessing gives what a plain reference gives, on wide, tall and square pictures", async () => {
  const { page, close } = await launchBare();
  try {
    await page.addScriptTag({ content: await preprocessing() });
    for (const [name, picture] of Object.entries(await pictures())) {
      for (const fit of ["letterbox", "stretch"] as const) {
        const { pixels, fitted } = await runReal(page, picture, inputOf(fit));
        const { rgb, covered } = plainFit(pixels, side, fit);
        let sum = 0;
        let count = 0;
        for (let at = 0; at < covered.length; at += 1) {
          if (covered[at] === 0) continue;
          for (let channel = 0; channel < 3; channel += 1) {
            sum += Math.abs((fitted[at * 3 + channel] ?? 0) - (rgb[at * 3 + channel] ?? 0));
            count += 1;
          }
        }
        // Canvas smoothing is a cheaper filter than area averaging; a shift by one pixel gives 4 and more.
        expect(sum / count, `${name}, ${fit}: mean difference of a byte`).toBeLessThan(2);
        const { offsetX, offsetY } = place(pixels, { width: side, height: side }, fit);
        if (offsetX >= 2 || offsetY >= 2) {
          expect([...fitted.subarray(0, 3)], `${name}: the bars`).toEqual([114, 114, 114]);
        }
      }
    }
  } finally {
    await close();
  }
});

/** Fits a camera frame of slow slopes, with no canvas to fall back on. */
async function fitFrame(page: Page): Promise<{ readonly at: number; readonly values: number[] }> {
  await page.addScriptTag({ content: await preprocessing() });
  return page.evaluate(
    async (input) => {
      interface Preprocess {
        fit(image: VideoFrame, size: object): Promise<{ tensor: { data: Float32Array } }>;
      }
      const { Fit } = window as unknown as {
        Fit: { createCpuPreprocess(input: unknown): Preprocess };
      };
      Reflect.deleteProperty(window, "OffscreenCanvas");
      const size = { width: 640, height: 480 };
      const bytes = Uint8Array.from(
        { length: size.width * size.height * 1.5 },
        (_, at) => 40 + ((at % size.width) >> 2),
      );
      const frame = new VideoFrame(bytes, {
        format: "I420",
        codedWidth: size.width,
        codedHeight: size.height,
        timestamp: 0,
      });
      let at = Number.NaN;
      const { copyTo } = frame;
      frame.copyTo = (into, options) => {
        if (ArrayBuffer.isView(into)) at = into.byteOffset;
        return copyTo.call(frame, into, options);
      };
      const { tensor } = await Fit.createCpuPreprocess(input).fit(frame, size);
      frame.close();
      return { at, values: [...tensor.data] };
    },
    { ...inputOf("letterbox"), width: 60, height: 60, dtype: "float32" as const },
  );
}

test("a frame is copied straight into WebAssembly memory, and fitted alike where there is none", async () => {
  const { page, close } = await launchBare();
  try {
    const inLoops = await fitFrame(page);
    await page.reload();
    await page.evaluate(() => Reflect.deleteProperty(window, "WebAssembly"));
    const plain = await fitFrame(page);
    expect(inLoops.at, "an address within the memory").toBeGreaterThan(0);
    expect(plain.at, "an array of its own").toBe(0);
    expect(new Set(plain.values).size).toBeGreaterThan(50);
    const apart = inLoops.values.map((value, at) => Math.abs(value - (plain.values[at] ?? 1e9)));
    expect(Math.max(...apart)).toBeLessThan(1 / 1024);
  } finally {
    await close();
  }
});

test("a camera frame is brightness alone for models that see no colours", async () => {
  const { page, close } = await launchBare();
  try {
    await page.addScriptTag({ content: await preprocessing() });
    const values = await page.evaluate(
      async (input) => {
        interface Preprocess {
          fit(image: VideoFrame, size: object): Promise<{ tensor: { data: Float32Array } }>;
        }
        const { Fit } = window as unknown as {
          Fit: { createCpuPreprocess(input: unknown): Preprocess };
        };
        const canvas = new OffscreenCanvas(40, 30);
        const context = canvas.getContext("2d");
        if (!context) throw new Error("no 2D context");
        context.fillStyle = "#0f0";
        context.fillRect(0, 0, 40, 30);
        const frame = new VideoFrame(canvas, { timestamp: 0 });
        const size = { width: 40, height: 30 };
        const { tensor } = await Fit.createCpuPreprocess(input).fit(frame, size);
        frame.close();
        return [...tensor.data];
      },
      { ...inputOf("stretch"), width: 8, height: 8, channels: "grey" as const },
    );
    expect(values).toEqual(Array(64).fill(150));
  } finally {
    await close();
  }
});
