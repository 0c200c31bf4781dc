import { describe, expect, it } from "vitest";
import { mapPoint } from "#shared";
import { createFrameReader, toOwnPixels } from "./frame-planes.ts";

const visibleRect = { x: 0, y: 0, width: 40, height: 20 } as DOMRectReadOnly;

describe("where a shown pixel lies in the frame's own pixels", () => {
  const turned = { displayWidth: 20, displayHeight: 40, visibleRect };
  const straight = { displayWidth: 40, displayHeight: 20, visibleRect };
  // The corner of the frame that is shown at the top left.
  it.each([
    ["upright", straight, {}, [0, 0]],
    ["a quarter clockwise", turned, { rotation: 90 }, [0, 20]],
    ["upside down", straight, { rotation: 180 }, [40, 20]],
    ["a quarter the other way", turned, { rotation: 270 }, [40, 0]],
    ["mirrored", straight, { flip: true }, [40, 0]],
    ["mirrored and turned", turned, { rotation: 90, flip: true }, [40, 20]],
  ] as const)("is right for a camera that is %s", (_, frame, turn, corner) => {
    const map = toOwnPixels({ ...frame, ...turn });
    expect(mapPoint(map, 0, 0)).toEqual(corner);
    expect(mapPoint(map, frame.displayWidth / 2, frame.displayHeight / 2)).toEqual([20, 10]);
  });

  it("makes up for pixels that are not square", () => {
    const map = toOwnPixels({ displayWidth: 80, displayHeight: 20, visibleRect });
    expect(mapPoint(map, 80, 20)).toEqual([40, 20]);
  });
});

/** A frame that hands out its bytes as browsers do, plane after plane. */
function frameOf(format: string, values: readonly number[], copies: { count: number }): VideoFrame {
  const frame = {
    format,
    visibleRect: { x: 0, y: 0, width: 4, height: 2 },
    displayWidth: 4,
    displayHeight: 2,
    colorSpace: {},
    async copyTo(bytes: Uint8Array) {
      copies.count += 1;
      if (format === "NV12" && values.length === 0) throw new Error("not handed out");
      bytes.set(values);
      return [];
    },
  };
  return frame as unknown as VideoFrame;
}

describe("reading frames", () => {
  const I420 = [10, 20, 30, 40, 50, 60, 70, 80, 1, 2, 0, 0, 5, 6];

  it("finds the channels of each format", async () => {
    const NV12 = [...I420.slice(0, 8), 1, 5, 2, 6];
    const RGBA = [1, 2, 3, 255, 4, 5, 6, 255];
    for (const [format, values, wanted] of [
      ["I420", I420, [10, 1, 5]],
      ["NV12", NV12, [10, 1, 5]],
      ["RGBA", RGBA, [1, 2, 3]],
      ["BGRX", RGBA, [3, 2, 1]],
    ] as const) {
      const planes = await createFrameReader().read(frameOf(format, values, { count: 0 }));
      const found = planes?.channels(0).map(({ plane, offset }) => plane.bytes[offset]);
      expect(found, format).toEqual(wanted);
    }
  });

  it("halves luma before chroma, which is half as large already", async () => {
    const planes = await createFrameReader().read(frameOf("I420", I420, { count: 0 }));
    const [luma, u] = planes?.channels(1) ?? [];
    expect(luma).toMatchObject({ step: 2, plane: { width: 2, height: 1 } });
    expect(luma?.plane.bytes[0]).toBe((10 + 20 + 50 + 60) / 4);
    expect(u).toMatchObject({ step: 2, plane: { width: 2, height: 1 } });
    expect(u?.plane.bytes[0]).toBe(1);
  });

  it("copies a frame once, whoever asks", async () => {
    const copies = { count: 0 };
    const reader = createFrameReader();
    const frame = frameOf("I420", I420, copies);
    const [one, other] = await Promise.all([reader.read(frame), reader.read(frame)]);
    expect(one).toBe(other);
    expect(copies.count).toBe(1);
    await reader.read(frameOf("I420", I420, copies));
    expect(copies.count).toBe(2);
  });

  it("leaves to the canvas what is not handed out, and does not ask again", async () => {
    const copies = { count: 0 };
    const reader = createFrameReader();
    for (let time = 0; time < 2; time++) {
      expect(await reader.read(frameOf("NV12", [], copies))).toBeUndefined();
    }
    expect(copies.count).toBe(1);
    expect(await reader.read(frameOf("I422P10", [], copies))).toBeUndefined();
    expect(copies.count).toBe(1);
  });
});
