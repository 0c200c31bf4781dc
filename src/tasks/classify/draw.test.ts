import { describe, expect, it } from "vitest";
import type { ClassScore } from "#tasks";
import type { DrawView } from "#tasks/runner";
import { draw } from "./draw.ts";

const view: DrawView = {
  placement: { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 },
  width: 400,
  height: 300,
  pixelRatio: 1,
  mirrored: false,
};

/** Draws on a context that only notes what it is told, with letters 10 px wide: Node has no canvas. */
function noted(classes: readonly ClassScore[], on: DrawView = view): string[] {
  const calls: string[] = [];
  const context = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...given: unknown[]) => {
          if (name !== "measureText") calls.push([String(name), ...given].join(" "));
          return { width: String(given[0]).length * 10 };
        },
      set: () => true,
    },
  );
  const frame = { width: 40, height: 30, timestampMs: 0 };
  draw(context as OffscreenCanvasRenderingContext2D, { task: "classify", frame, classes }, on);
  return calls;
}

describe("classes over a picture", () => {
  it("are nothing where no class fits", () => {
    expect(noted([])).toEqual([]);
  });

  it("have a bar as long as their score, and their label", () => {
    const calls = noted([{ label: "tabby", score: 0.5 }]);
    const bars = calls.filter((call) => call.startsWith("fillRect"));
    expect(bars).toEqual(["fillRect 22 96 200 3", "fillRect 22 96 100 3"]);
    expect(calls).toContain("fillText 50% 222 86");
    expect(calls).toContain("fillText tabby 22 86");
  });

  it("are cut where their label is too long", () => {
    const calls = noted([{ label: "a very long name of a class", score: 0.5 }]);
    expect(calls).toContain("fillText a very long nam… 22 86");
  });

  it("stay on the canvas, whatever its size", () => {
    const many = Array.from({ length: 10 }, (_, index) => ({ label: `${index}`, score: 0.2 }));
    const small = { ...view, width: 180, height: 280 };
    const [panel = ""] = noted(many, small).filter((call) => call.startsWith("roundRect"));
    const [left = 0, top = -1, width = 0, height = 0] = panel.split(" ").slice(1).map(Number);
    expect(left + width).toBeLessThanOrEqual(180);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top + height).toBeLessThanOrEqual(280);
  });
});
