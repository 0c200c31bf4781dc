import { describe, expect, it } from "vitest";
import type { DrawView } from "#tasks/runner";
import { draw } from "./draw.ts";
import type { Hand, HandsResult } from "./task.ts";

const view: DrawView = {
  placement: { scaleX: 2, scaleY: 2, offsetX: 10, offsetY: 0 },
  width: 800,
  height: 600,
  pixelRatio: 1,
  mirrored: false,
};

/** Draws on a context that only notes what it is told: Node has no canvas. */
function noted(result: HandsResult, on: DrawView = view): string[] {
  const calls: string[] = [];
  const context = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...given: unknown[]) => {
          calls.push([String(name), ...given].join(" "));
          return { width: 60 };
        },
      set: (_, name, value) => {
        calls.push(`${String(name)} = ${value}`);
        return true;
      },
    },
  );
  draw(context as OffscreenCanvasRenderingContext2D, result, on);
  return calls;
}

/** A hand of 100 px, its wrist at the top left corner of its landmarks. */
function hand(left: number, top: number, rest: Partial<Hand> = {}): Hand {
  const landmarks = Array.from(
    { length: 21 },
    (_, index) => [left + (index % 5) * 25, top + Math.floor(index / 5) * 25, 0] as const,
  );
  return { score: 0.9, handedness: "left", landmarks, gesture: null, ...rest };
}

function result(hands: readonly Hand[], rest: Partial<HandsResult> = {}): HandsResult {
  const frame = { width: 400, height: 300, timestampMs: 0 };
  return { task: "hands", frame, hands, ...rest };
}

describe("hands over a picture", () => {
  it("have their wrist where it is, and mirrored where the view is", () => {
    expect(noted(result([hand(20, 30)]))).toContain("moveTo 50 60");
    const mirrored = noted(result([hand(20, 30)]), { ...view, mirrored: true });
    expect(mirrored).toContain("moveTo 750 60");
  });

  it("have a dot for each joint, and a colour for each side", () => {
    const calls = noted(result([hand(20, 30), hand(20, 30, { handedness: "right" })]));
    expect(calls.filter((call) => call.startsWith("arc "))).toHaveLength(42);
    const strokes = calls.filter((call) => call.startsWith("strokeStyle = #"));
    expect(new Set(strokes).size).toBe(2);
  });

  it("have the gesture over them, else under them, never off the canvas", () => {
    const chip = (top: number, left = 20) =>
      noted(result([hand(left, top, { gesture: "fist" })])).filter((call) =>
        call.startsWith("roundRect"),
      );
    expect(chip(100)).toEqual(["roundRect 114 170 72 20 4"]);
    expect(chip(5)).toEqual(["roundRect 114 220 72 20 4"]);
    expect(chip(100, -60)).toEqual(["roundRect 0 170 72 20 4"]);
    expect(noted(result([hand(20, 30)]))).not.toContain(expect.stringMatching(/^fillText/));
  });

  it("have the countdown in the middle of the view while there is one", () => {
    const shutter = { progress: 0.25, secondsLeft: 3, shots: 0 };
    const calls = noted(result([], { shutter }));
    expect(calls).toContain("fillText 3 400 300");
    expect(calls).toContain(`arc 400 300 44 ${-Math.PI / 2} 0`);
    expect(noted(result([], { shutter: { progress: 0, secondsLeft: 0, shots: 1 } }))).toEqual(
      noted(result([])),
    );
  });
});
