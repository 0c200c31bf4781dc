import { describe, expect, it } from "vitest";
import type { Face, FacesOptions, FacesResult } from "#tasks";
import { compose, draw } from "./draw.ts";
import { faces as task } from "./task.ts";

const view = {
  placement: { scaleX: 2, scaleY: 2, offsetX: 10, offsetY: 0 },
  width: 800,
  height: 600,
  pixelRatio: 1,
};
const face: Face = { score: 0.9, box: [20, 30, 100, 120], trackId: 1 };
const head = { centerX: 70, centerY: 80, width: 120, height: 150, rotation: 0.25 };
const image = {} as ImageBitmap;

/** Draws on a context that only notes what it is told: Node has no canvas. */
function noted(paint: (context: OffscreenCanvasRenderingContext2D) => void): string[] {
  const calls: string[] = [];
  const context = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...given: unknown[]) => {
          const numbers = given
            .filter((one) => typeof one === "number")
            .map((one) => +one.toFixed(2));
          calls.push([String(name), ...numbers].join(" "));
        },
      set: () => true,
    },
  );
  paint(context as OffscreenCanvasRenderingContext2D);
  return calls;
}

function result(hidden?: FacesResult["hidden"]): FacesResult {
  const frame = { width: 400, height: 300, timestampMs: 0 };
  return { task: "faces", frame, faces: [face], ...(hidden && { hidden }) };
}

const solid: FacesOptions = { ...task.options, hide: "solid" };
const veil = "fillRect 0 0 800 600";

describe("over a picture that is shown as it is", () => {
  it("draws boxes, and lets the picture be seen", () => {
    const calls = noted((context) => draw(context, result(), { ...view, mirrored: false }));
    expect(calls).toContain("roundRect 50 60 200 240 8");
    expect(calls).not.toContain(veil);
  });

  it("mirrors boxes with the picture", () => {
    const calls = noted((context) => draw(context, result(), { ...view, mirrored: true }));
    expect(calls).toContain("roundRect 550 60 200 240 8");
  });

  it("lets nothing of the picture be seen when faces are to be hidden", () => {
    const calls = noted((context) => draw(context, result([head]), { ...view, mirrored: false }));
    expect(calls[0]).toBe(veil);
  });
});

describe("composing a frame", () => {
  it("draws the frame, then every cover, and no box that would make a face of one again", () => {
    const calls = noted((context) =>
      compose(context, image, result([head, head]), { ...view, mirrored: false }, solid),
    );
    const order = calls.filter((call) => /^(drawImage|rotate|fill|roundRect)/.test(call));
    expect(order).toEqual([
      "drawImage 10 0 800 600",
      "rotate 0.25",
      "roundRect -120 -150 240 300 72",
      "fill",
      "rotate 0.25",
      "roundRect -120 -150 240 300 72",
      "fill",
    ]);
  });

  it("mirrors covers with the picture", () => {
    const calls = noted((context) =>
      compose(context, image, result([head]), { ...view, mirrored: true }, solid),
    );
    expect(calls).toContain("translate 650 160");
    expect(calls).toContain("rotate -0.25");
  });

  it.each([
    ["of a time when nothing was to be hidden", result(), solid],
    ["when nothing is to be hidden any more", result([head]), task.options],
  ])("never draws a frame %s", (_, of, options) => {
    const calls = noted((context) =>
      compose(context, image, of, { ...view, mirrored: false }, options),
    );
    expect(calls.some((call) => call.startsWith("drawImage"))).toBe(false);
  });
});
