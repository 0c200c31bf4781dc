import { describe, expect, it } from "vitest";
import {
  affineOf,
  type DType,
  type InputSpec,
  invert,
  place,
  placeRegion,
  type Region,
  type Size,
  type TensorData,
} from "#shared";
import { exampleCard } from "#shared/example-card";
import { createInputTensor } from "./convert.ts";
import { createPlaneFitter } from "./fit-planes.ts";
import { createFrameReader } from "./frame-planes.ts";
import { halvingsOf } from "./halvings.ts";
import { startPixelLoops } from "./pixel-loops.ts";

const base: InputSpec = {
  ...exampleCard.input,
  name: "images",
  width: 32,
  height: 32,
  fit: "letterbox",
  padByte: 114,
};

/** Numbers that look random and are the same each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A frame of noise, in which every misplaced byte shows. */
function noise(format: string, { width, height }: Size, seed = 1): VideoFrame {
  const frame = {
    format,
    visibleRect: { x: 0, y: 0, width, height },
    displayWidth: width,
    displayHeight: height,
    colorSpace: { matrix: "bt709", fullRange: false },
    async copyTo(bytes: Uint8Array) {
      const random = createRandom(seed);
      for (let at = 0; at < bytes.length; at++) bytes[at] = random() * 256;
      return [];
    },
  };
  return frame as unknown as VideoFrame;
}

function loopsHere() {
  const loops = startPixelLoops();
  if (!loops) throw new Error("no vectors in this Node");
  return loops;
}

/** The furthest that two inputs are apart. */
function furthest(one: TensorData[DType], other: TensorData[DType]): number {
  expect(one.length).toBe(other.length);
  let most = 0;
  for (let at = 0; at < one.length; at++) {
    const apart = Math.abs((one[at] as number) - (other[at] as number));
    if (!(apart <= most)) most = apart;
  }
  return most;
}

interface Case {
  readonly format: string;
  readonly size: Size;
  readonly input: InputSpec;
  readonly region?: Region;
}

const loops = loopsHere();
const [inLoops, inJavaScript] = [createFrameReader(loops), createFrameReader()];

/** The same frame fitted by the loops and in JavaScript; the loops have to have done it. */
async function fitBoth({ format, size, input, region }: Case) {
  const map = invert(region ? placeRegion(region, input) : affineOf(place(size, input, input.fit)));
  const frame = noise(format, size);
  const fitter = createPlaneFitter(input);
  const outputs = [];
  for (const reader of [inLoops, inJavaScript]) {
    const planes = await reader.read(frame);
    if (!planes) throw new Error(`${format} was not read`);
    const { data } = createInputTensor(input);
    // What is left unwritten is far from everything.
    data.fill(input.dtype === "uint8" ? 77 : 1e6);
    fitter.fit(planes, map, size, data);
    const placed = planes.channels(halvingsOf(map)).every(({ plane }) => plane.at !== undefined);
    expect(placed).toBe(reader === inLoops);
    outputs.push(data);
  }
  return outputs as [TensorData[DType], TensorData[DType]];
}

const formats = ["I420", "NV12", "RGBA", "RGBX", "BGRA", "BGRX"] as const;

/** A part of a byte, in the units of an input. */
function partOfByte({ std }: InputSpec): number {
  return 1 / 1024 / Math.min(...std);
}

describe.each(formats)("fitting %s in WebAssembly", (format) => {
  it.each<[string, Size, Partial<InputSpec>]>([
    ["halved not at all", { width: 40, height: 30 }, {}],
    ["halved once", { width: 130, height: 76 }, {}],
    ["halved twice, with bars at the sides", { width: 150, height: 270 }, {}],
    ["halved three times", { width: 516, height: 290 }, { fit: "stretch" }],
    ["enlarged", { width: 13, height: 7 }, {}],
    ["of odd sides", { width: 67, height: 91 }, {}],
    ["stretched", { width: 67, height: 91 }, { fit: "stretch" }],
    ["in rows that are no whole blocks", { width: 90, height: 31 }, { width: 29, height: 27 }],
    ["in rows shorter than a block", { width: 90, height: 300 }, { width: 3, height: 5 }],
    ["into one pixel", { width: 9, height: 9 }, { width: 1, height: 1 }],
    ["one pixel large", { width: 1, height: 1 }, {}],
    ["one row high", { width: 50, height: 1 }, {}],
  ])("gives what JavaScript gives: %s", async (_, size, change) => {
    for (const layout of ["NHWC", "NCHW"] as const) {
      const input = { ...base, layout, ...change };
      const [one, other] = await fitBoth({ format, size, input });
      expect(furthest(one, other), layout).toBeLessThan(partOfByte(input));
    }
  });

  it.each<[string, Partial<InputSpec>]>([
    ["RGB around zero", { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] }],
    ["BGR of ImageNet", { channels: "BGR", mean: [124, 116, 104], std: [58, 57, 56] }],
    ["turned upside down", { mean: [255, 255, 255], std: [-1, -2, -4] }],
  ])("normalises as JavaScript does: %s", async (_, change) => {
    for (const layout of ["NHWC", "NCHW"] as const) {
      const input = { ...base, layout, ...change };
      const [one, other] = await fitBoth({ format, size: { width: 70, height: 50 }, input });
      expect(furthest(one, other), layout).toBeLessThan(2 ** -10);
    }
  });

  it.each<[DType, Partial<InputSpec>]>([
    ["uint8", {}],
    ["uint8", { mean: [100, 0, 0], std: [1, 0.5, 3] }],
    ["int32", { mean: [128, 128, 128] }],
    ["int32", { std: [0.001, 0.1, 7], width: 30 }],
  ])("rounds to %s as JavaScript does: %o", async (dtype, change) => {
    for (const layout of ["NHWC", "NCHW"] as const) {
      const input = { ...base, dtype, layout, ...change };
      const [one, other] = await fitBoth({ format, size: { width: 70, height: 50 }, input });
      // Where a value lies between two whole numbers, the last bit of a sum decides.
      expect(furthest(one, other), layout).toBeLessThanOrEqual(1 + partOfByte(input));
      const apart = [...one].reduce(
        (sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)),
        0,
      );
      expect(apart / one.length, layout).toBeLessThan(0.01 + partOfByte(input));
    }
  });

  it("reads turned regions, within the frame and beyond it", async () => {
    const random = createRandom(7);
    const size = { width: 97, height: 61 };
    for (let time = 0; time < 40; time++) {
      const region: Region = {
        centerX: (random() * 1.4 - 0.2) * size.width,
        centerY: (random() * 1.4 - 0.2) * size.height,
        width: 5 + random() * 150,
        height: 5 + random() * 150,
        rotation: time % 4 === 0 ? 0 : random() * 7 - 3.5,
      };
      const input = { ...base, width: 17 + time, height: 40 - (time >> 1) };
      const [one, other] = await fitBoth({ format, size, input, region });
      expect(furthest(one, other), JSON.stringify(region)).toBeLessThan(partOfByte(input));
    }
  });
});
