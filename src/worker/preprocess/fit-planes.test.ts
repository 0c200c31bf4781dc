import { describe, expect, it } from "vitest";
import {
  type Affine,
  affineOf,
  type InputSpec,
  invert,
  mapPoint,
  place,
  placeRegion,
  type Size,
} from "#shared";
import { exampleCard } from "#shared/example-card";
import { createInputTensor } from "./convert.ts";
import { createPlaneFitter } from "./fit-planes.ts";
import { plainColours, yuvColours } from "./frame-colours.ts";
import type { Channel, FramePlanes } from "./frame-planes.ts";
import { halvingsOf } from "./halvings.ts";
import type { Plane } from "./plane.ts";

const base: InputSpec = {
  ...exampleCard.input,
  name: "images",
  width: 16,
  height: 16,
  fit: "letterbox",
  padByte: 114,
};

const upright: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

function planeOf(width: number, height: number, pixelBytes: 1 | 4): Plane {
  const rowBytes = width * pixelBytes;
  const bytes = Uint8Array.from(
    { length: rowBytes * height },
    (_, i) => (i * i * 29 + 5 * i) % 256,
  );
  return { bytes, width, height, pixelBytes, rowBytes };
}

/** Planes that were halved so often already. */
function frameOf(channels: readonly [Channel, Channel, Channel], toOwn = upright): FramePlanes {
  return { colours: plainColours, toOwn, channels: () => channels };
}

function rgbFrame(width: number, height: number, step = 1): FramePlanes {
  const plane = planeOf(width, height, 4);
  return frameOf([
    { plane, offset: 0, step },
    { plane, offset: 1, step },
    { plane, offset: 2, step },
  ]);
}

/** A channel between its pixels, in plain numbers. */
function plainRead({ plane, offset, step }: Channel, x: number, y: number): number {
  const pixel = (column: number, row: number): number => {
    const [right, down] = [
      Math.min(Math.max(column, 0), plane.width - 1),
      Math.min(Math.max(row, 0), plane.height - 1),
    ];
    return plane.bytes[down * plane.rowBytes + right * plane.pixelBytes + offset] ?? Number.NaN;
  };
  const [atX, atY] = [x / step - 0.5, y / step - 0.5];
  const [left, top] = [Math.floor(atX), Math.floor(atY)];
  const [across, down] = [atX - left, atY - top];
  const upper = pixel(left, top) * (1 - across) + pixel(left + 1, top) * across;
  const lower = pixel(left, top + 1) * (1 - across) + pixel(left + 1, top + 1) * across;
  return upper * (1 - down) + lower * down;
}

/** What the card and the shader say, written once more, pixel by pixel. */
function plainly(
  frame: FramePlanes,
  toShown: Affine,
  shown: Size,
  { width, height, layout, channels, mean, std, padByte }: InputSpec,
): number[] {
  const values: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [shownX, shownY] = mapPoint(toShown, x + 0.5, y + 0.5);
      const inside = shownX >= 0 && shownY >= 0 && shownX < shown.width && shownY < shown.height;
      const [ownX, ownY] = mapPoint(frame.toOwn, shownX, shownY);
      const read = frame.channels(0).map((channel) => plainRead(channel, ownX, ownY));
      for (const index of [0, 1, 2] as const) {
        const [first, second, third, constant] =
          frame.colours[channels === "RGB" ? index : 2 - index] ?? [];
        const colour =
          (first ?? 0) * (read[0] ?? 0) +
          (second ?? 0) * (read[1] ?? 0) +
          (third ?? 0) * (read[2] ?? 0) +
          (constant ?? 0);
        const byte = inside ? Math.min(255, Math.max(0, colour)) : padByte;
        const at =
          layout === "NHWC" ? (y * width + x) * 3 + index : (index * height + y) * width + x;
        values[at] = (byte - mean[index]) / std[index];
      }
    }
  }
  return values;
}

function furthest(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length);
  let most = 0;
  for (let at = 0; at < one.length; at++) {
    const apart = Math.abs((one[at] ?? Number.NaN) - (other[at] ?? Number.NaN));
    if (!(apart <= most)) most = apart;
  }
  return most;
}

function fitted(frame: FramePlanes, toShown: Affine, shown: Size, input: InputSpec) {
  const { data } = createInputTensor(input);
  createPlaneFitter(input).fit(frame, toShown, shown, data);
  return data;
}

const wide = { width: 40, height: 20 };
const whole = (size: Size, input: InputSpec): Affine =>
  invert(affineOf(place(size, input, input.fit)));

describe("fitting a frame's own bytes", () => {
  it.each<[string, Partial<InputSpec>]>([
    ["with bars", {}],
    ["stretched", { fit: "stretch" }],
    ["in planes", { layout: "NCHW" }],
    ["as BGR", { channels: "BGR" }],
    ["normalised", { mean: [123, 116, 103], std: [58, 57, 57], channels: "BGR" }],
    ["around zero", { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] }],
    ["enlarged", { width: 64, height: 50 }],
  ])("gives what the card says: %s", (_, change) => {
    const input = { ...base, ...change };
    const frame = rgbFrame(wide.width, wide.height);
    const map = whole(wide, input);
    const values = fitted(frame, map, wide, input);
    const apart = furthest(values, plainly(frame, map, wide, input)) * (input.std[0] ?? 1);
    expect(apart).toBeLessThan(0.3);
  });

  it.each([0.3, Math.PI / 2, -2.5, Math.PI])("reads a region turned by %f", (rotation) => {
    const frame = rgbFrame(wide.width, wide.height);
    const region = { centerX: 30, centerY: 8, width: 24, height: 18, rotation };
    const map = invert(placeRegion(region, base));
    const values = fitted(frame, map, wide, base);
    expect(furthest(values, plainly(frame, map, wide, base))).toBeLessThan(0.3);
    // The region reaches beyond the frame.
    expect([...values]).toContain(114);
  });

  it("reads halved channels where the whole frame's pixels were", () => {
    const input = { ...base, width: 10, height: 5 };
    const frame = rgbFrame(wide.width / 2, wide.height / 2, 2);
    const map = whole(wide, input);
    expect(halvingsOf(map)).toBe(2);
    const values = fitted(frame, map, wide, input);
    expect(furthest(values, plainly(frame, map, wide, input))).toBeLessThan(0.3);
  });

  it("reads chroma at its own size, and turns it into colours", () => {
    const colours = yuvColours({});
    if (!colours) throw new Error("no colours");
    const frame: FramePlanes = {
      ...frameOf([
        { plane: planeOf(40, 20, 1), offset: 0, step: 1 },
        { plane: planeOf(20, 10, 1), offset: 0, step: 2 },
        { plane: planeOf(20, 10, 1), offset: 0, step: 2 },
      ]),
      colours,
    };
    const map = whole(wide, base);
    const values = fitted(frame, map, wide, base);
    expect(furthest(values, plainly(frame, map, wide, base))).toBeLessThan(0.6);
  });

  it("turns frames of a turned camera upright", () => {
    const shown = { width: 20, height: 40 };
    // A quarter turn clockwise.
    const toOwn: Affine = { a: 0, b: -1, c: 1, d: 0, e: 0, f: 20 };
    const frame = { ...rgbFrame(wide.width, wide.height), toOwn };
    const map = whole(shown, base);
    const values = fitted(frame, map, shown, base);
    expect(furthest(values, plainly(frame, map, shown, base))).toBeLessThan(0.3);
    const unturned = fitted({ ...frame, toOwn: upright }, map, shown, base);
    expect(furthest(values, unturned)).toBeGreaterThan(50);
  });

  it.each([
    ["int32", [128, 128, 128], -128, 127],
    ["uint8", [0, 0, 0], 0, 255],
  ] as const)("rounds whole numbers, bars too: %s", (dtype, mean, least, most) => {
    const input: InputSpec = { ...base, dtype, mean, padByte: 7 };
    const frame = rgbFrame(wide.width, wide.height);
    const map = whole(wide, input);
    const values = fitted(frame, map, wide, input);
    expect(furthest(values, plainly(frame, map, wide, input))).toBeLessThanOrEqual(0.8);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...values)).toBeLessThanOrEqual(most);
    expect(values[0]).toBe(7 - mean[0]);
  });

  it("leaves nothing of the frame before where there are bars", () => {
    const fitter = createPlaneFitter(base);
    const { data } = createInputTensor(base);
    const square = { width: 20, height: 20 };
    fitter.fit(rgbFrame(20, 20), whole(square, base), square, data);
    fitter.fit(rgbFrame(wide.width, wide.height), whole(wide, base), wide, data);
    expect([...data.subarray(0, 16 * 3 * 4)]).toEqual(Array(16 * 3 * 4).fill(114));
  });
});
