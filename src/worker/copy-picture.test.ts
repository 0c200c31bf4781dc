import { describe, expect, it } from "vitest";
import { createPictureCopier } from "./copy-picture.ts";
import type { Frame } from "./frames.ts";
import type { ShownImage } from "./overlay.ts";

const frame = {} as Frame;
const picture = {} as ShownImage;

/** Two ways that take so long by a clock of their own, and which of them were asked. */
function watched(bitmapMs: number, canvasMs: number, takes = true) {
  let clockMs = 0;
  const asked: string[] = [];
  const copy = createPictureCopier(
    async () => {
      asked.push("bitmap");
      clockMs += bitmapMs;
      return picture;
    },
    async () => {
      asked.push("canvas");
      clockMs += canvasMs;
      return takes ? picture : undefined;
    },
    () => clockMs,
  );
  return { copy, asked };
}

describe("copies of pictures", () => {
  it.each([
    ["canvas", 2, 0.5],
    ["bitmap", 0.5, 2],
  ])(
    "are made as a %s where that was faster for eight frames each",
    async (faster, bitmapMs, canvasMs) => {
      const { copy, asked } = watched(bitmapMs, canvasMs);
      for (let count = 0; count < 16; count += 1) await copy(frame);
      expect(asked.filter((way) => way === "bitmap")).toHaveLength(8);
      asked.length = 0;
      for (let count = 0; count < 5; count += 1) await copy(frame);
      expect(asked).toEqual(Array(5).fill(faster));
    },
  );

  it("are made as a bitmap of every frame that the canvas does not take", async () => {
    const { copy, asked } = watched(2, 0, false);
    for (let count = 0; count < 40; count += 1) expect(await copy(frame)).toBe(picture);
    expect(asked.filter((way) => way === "bitmap")).toHaveLength(40);
  });
});
