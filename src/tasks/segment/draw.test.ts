import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Background, SegmentResult } from "#tasks";
import { blurredSide, halves } from "./blurred-background.ts";
import { paintClasses } from "./class-drawing.ts";
import { compose, draw } from "./draw.ts";
import { cutTable, holeTable, maskPixels, tintTable } from "./mask-pixels.ts";
import { hasSameBytes } from "./own-picture.ts";
import { segment } from "./task.ts";

const view = {
  placement: { scaleX: 2, scaleY: 2, offsetX: 10, offsetY: 0 },
  width: 800,
  height: 600,
  pixelRatio: 1,
  mirrored: false,
};
const image = {} as ImageBitmap;
const result: SegmentResult = {
  task: "segment",
  frame: { width: 400, height: 300, timestampMs: 0 },
  mask: { width: 2, height: 1, coverage: 0.5, alpha: Uint8Array.of(255, 0).buffer },
};

/** Notes what is drawn on it: Node has no canvas. */
class NotedCanvas {
  readonly calls: { readonly name: string; readonly given: readonly unknown[] }[] = [];
  readonly context = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => {
        if (name === "canvas") return this;
        if (name === "createImageData") {
          return (width: number, height: number) => ({
            data: new Uint8ClampedArray(width * height * 4),
          });
        }
        return (...given: unknown[]) => this.calls.push({ name: String(name), given });
      },
      set: (_, name, value) => {
        this.calls.push({ name: String(name), given: [value] });
        return true;
      },
    },
  );
  width: number;
  height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
  getContext(): unknown {
    return this.context;
  }
}

beforeAll(() => {
  vi.stubGlobal("OffscreenCanvas", NotedCanvas);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

function paintedBy(paint: (context: OffscreenCanvasRenderingContext2D) => void): NotedCanvas {
  const canvas = new NotedCanvas(view.width, view.height);
  paint(canvas.context as unknown as OffscreenCanvasRenderingContext2D);
  return canvas;
}

function composed(background: Background, mirrored = false): NotedCanvas {
  const options = { ...segment.options, background };
  return paintedBy((context) => compose(context, image, result, { ...view, mirrored }, options));
}

const drawnOn = (canvas: NotedCanvas) =>
  canvas.calls.filter(({ name }) => name === "drawImage").map(({ given }) => given);

describe("over a picture that is shown as it is", () => {
  it("lays the mask stretched over the frame", () => {
    const canvas = paintedBy((context) => draw(context, result, view));
    expect(drawnOn(canvas)).toEqual([[expect.any(NotedCanvas), 10, 0, 800, 600]]);
  });
});

describe("composing a frame", () => {
  it.each<Background>(["blur", "colour", "picture", "keep"])(
    "never draws the frame itself on the view: %s",
    (background) => {
      expect(drawnOn(composed(background)).map(([source]) => source)).not.toContain(image);
    },
  );

  it.each<Background>(["blur", "colour", "picture"])("draws the people last: %s", (background) => {
    const [person] = drawnOn(composed(background)).at(-1) ?? [];
    const steps = (person as NotedCanvas).calls;
    const drawn = steps.flatMap(({ name, given }, at) =>
      name === "drawImage" && given[0] === image ? [at] : [],
    );
    const cut = steps.slice(drawn.at(-1)).map(({ name, given }) => `${name} ${String(given[0])}`);
    expect(cut).toContain("globalCompositeOperation destination-in");
    expect(cut.filter((step) => step.startsWith("drawImage"))).toHaveLength(2);
  });

  it("fills only the frame's place, mirrored as the view is", () => {
    expect(composed("colour").calls).toContainEqual({ name: "translate", given: [10, 0] });
    expect(composed("colour", true).calls).toContainEqual({ name: "translate", given: [-10, 0] });
    expect(composed("colour").calls).toContainEqual({ name: "fillRect", given: [0, 0, 800, 600] });
  });
});

describe("what a blur leaves", () => {
  it("is less the stronger it is, and never nothing", () => {
    const sides = [-1, 0, 0.25, 0.5, 0.75, 1, 2].map(blurredSide);
    expect(sides).toEqual([96, 96, 55, 31, 18, 10, 10]);
  });

  it("comes in halves, so that no pixel is left out", () => {
    expect(halves({ width: 640, height: 480 }, 100)).toEqual([
      { width: 320, height: 240 },
      { width: 160, height: 120 },
      { width: 133, height: 100 },
    ]);
    expect(halves({ width: 40, height: 30 }, 96)).toEqual([{ width: 40, height: 30 }]);
    expect(halves({ width: 900, height: 1 }, 1)).toEqual([{ width: 900, height: 1 }]);
  });
});

describe("a mask as pixels", () => {
  it("has one colour, and the opacity of its table", () => {
    const into = new Uint8ClampedArray(8);
    maskPixels(Uint8Array.of(255, 0).buffer, cutTable, [1, 2, 3], into);
    expect([...into]).toEqual([1, 2, 3, 255, 1, 2, 3, 0]);
  });

  it("shows nobody where the model is sure that there is none, whatever the table", () => {
    for (const table of [cutTable, holeTable, tintTable]) expect(table[0]).toBe(0);
  });

  it("takes more out of a background than it shows of a person", () => {
    for (let value = 0; value < 256; value += 1) {
      expect(holeTable[value]).toBeGreaterThanOrEqual(cutTable[value] ?? 256);
    }
  });

  it("marks edges more than what lies within", () => {
    expect(tintTable[128]).toBeGreaterThan(2 * (tintTable[255] ?? 256));
  });
});

it.each([
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [1, 2, 3], false],
])("compares pictures by their bytes: %j %j", (a, b, same) => {
  expect(hasSameBytes(Uint8Array.from(a).buffer, Uint8Array.from(b).buffer)).toBe(same);
});

it("paints each class that was found in a colour of its own, and the background not at all", () => {
  const into = new Uint8ClampedArray(12);
  const found = [
    { classId: 1, label: "a", share: 0.3 },
    { classId: 2, label: "b", share: 0.3 },
  ];
  paintClasses(Uint8Array.of(0, 1, 2).buffer, found, into);
  expect([...into.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  // #56b4e9 and #009e73, see-through.
  expect([...into.subarray(4, 12)]).toEqual([86, 180, 233, 140, 0, 158, 115, 140]);
});
