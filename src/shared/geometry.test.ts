import { describe, expect, it } from "vitest";
import { type Box, clipBox, overlap, place, placeInView, unplaceBox } from "./geometry.ts";

const input = { width: 512, height: 512 };

describe("place", () => {
  it.each([
    ["wide", { width: 1280, height: 720 }, 0.4, 0, 112],
    ["tall", { width: 720, height: 1280 }, 0.4, 112, 0],
    ["square", { width: 256, height: 256 }, 2, 0, 0],
  ])("letterboxes a %s frame, centred", (_, frame, scale, offsetX, offsetY) => {
    const placement = place(frame, input, "letterbox");
    expect(placement.scaleX).toBeCloseTo(scale, 12);
    expect(placement.scaleY).toBeCloseTo(scale, 12);
    expect(placement.offsetX).toBeCloseTo(offsetX, 9);
    expect(placement.offsetY).toBeCloseTo(offsetY, 9);
  });

  it.each([
    ["letterbox-top-left", { width: 1280, height: 720 }, 0.4, 0, 0],
    ["letterbox-top-left", { width: 720, height: 1280 }, 0.4, 0, 0],
    ["centre-crop", { width: 1024, height: 512 }, 1, -256, 0],
    ["centre-crop", { width: 256, height: 512 }, 2, 0, -256],
  ] as const)("fits by %s: %o", (fit, frame, scale, offsetX, offsetY) => {
    expect(place(frame, input, fit)).toEqual({ scaleX: scale, scaleY: scale, offsetX, offsetY });
  });

  it("stretches each side on its own", () => {
    expect(place({ width: 1024, height: 256 }, input, "stretch")).toEqual({
      scaleX: 0.5,
      scaleY: 2,
      offsetX: 0,
      offsetY: 0,
    });
  });
});

describe("placeInView", () => {
  it("covers a view with the middle of the frame", () => {
    const placement = placeInView(
      { width: 640, height: 480 },
      { width: 390, height: 844 },
      "cover",
    );
    expect(480 * placement.scaleY).toBeCloseTo(844, 9);
    expect(placement.offsetX).toBeCloseTo((390 - (640 * 844) / 480) / 2, 9);
    expect(placement.offsetY).toBe(0);
  });
});

describe("unplaceBox", () => {
  it.each(["letterbox", "stretch"] as const)("undoes %s", (fit) => {
    const placement = place({ width: 1280, height: 720 }, input, fit);
    const source: Box = [100, 200, 300, 400];
    const placed: Box = [
      source[0] * placement.scaleX + placement.offsetX,
      source[1] * placement.scaleY + placement.offsetY,
      source[2] * placement.scaleX,
      source[3] * placement.scaleY,
    ];
    unplaceBox(placed, placement).forEach((value, index) => {
      expect(value).toBeCloseTo(source[index] as number, 9);
    });
  });
});

describe("clipBox", () => {
  it.each<[string, Box, Box]>([
    ["inside", [1, 2, 3, 4], [1, 2, 3, 4]],
    ["over the left and top edge", [-5, -5, 10, 10], [0, 0, 5, 5]],
    ["over the right and bottom edge", [95, 45, 10, 10], [95, 45, 5, 5]],
    ["wholly outside", [200, 200, 10, 10], [100, 50, 0, 0]],
    ["left of everything", [-20, 10, 10, 10], [0, 10, 0, 10]],
  ])("keeps what lies %s", (_, box, expected) => {
    expect(clipBox(box, { width: 100, height: 50 })).toEqual(expected);
  });
});

describe("overlap", () => {
  it.each<[string, Box, Box, number]>([
    ["a box with itself", [0, 0, 4, 4], [0, 0, 4, 4], 1],
    ["halves", [0, 0, 4, 4], [2, 0, 4, 4], 1 / 3],
    ["neighbours that only touch", [0, 0, 4, 4], [4, 0, 4, 4], 0],
    ["a box without area", [0, 0, 0, 0], [0, 0, 0, 0], 0],
  ])("of %s", (_, a, b, expected) => {
    expect(overlap(a, b)).toBeCloseTo(expected, 12);
  });
});
