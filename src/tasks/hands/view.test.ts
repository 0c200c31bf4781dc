import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Hand, HandsResult } from "#tasks";
import { hands as task } from "./task.ts";
import { view } from "./view.tsx";

/** 21 points on a square of 100 px with its top left corner here. */
function hand(left: number, top: number, rest: Partial<Hand> = {}): Hand {
  const landmarks = Array.from(
    { length: 21 },
    (_, index) => [left + (index % 5) * 25, top + Math.floor(index / 5) * 25, 0] as const,
  );
  return { score: 0.9, handedness: "left", landmarks, gesture: null, ...rest };
}

function result(hands: readonly Hand[], secondsLeft = 0): HandsResult {
  return {
    task: "hands",
    frame: { width: 640, height: 480, timestampMs: 0 },
    hands,
    ...(secondsLeft > 0 && { shutter: { progress: 0.5, secondsLeft, shots: 0 } }),
  };
}

describe("hands in words", () => {
  const both = result([
    hand(0, 0, { handedness: "right", trackId: 1 }),
    hand(200, 0, { gesture: "thumb-up", trackId: 2 }),
  ]);

  it("name each hand with its gesture, the left one first", () => {
    expect(view.words(both)).toBe("left hand: thumb up · right hand");
    expect(view.spoken(both)).toBe("left hand with thumb up and right hand");
    expect(view.words(result([]))).toBe("");
    expect(view.spoken(result([]))).toBe("");
  });

  it("count down", () => {
    expect(view.words(result([], 2))).toBe("picture in 2 seconds");
    expect(view.spoken(result([hand(0, 0)], 1))).toBe("left hand and picture in 1 second");
  });

  it("tell of the hand that was tapped, and at each of the points offered", () => {
    expect(view.detailAt(both, 250, 50)).toMatchObject({
      title: "Left hand",
      rows: expect.arrayContaining([
        { name: "Gesture", value: "thumb up" },
        { name: "Wrist", value: "200, 0 px" },
      ]),
    });
    expect(view.detailAt(both, 400, 300)).toBe(undefined);
    const titles = view.detailPoints?.(both).map(([x, y]) => view.detailAt(both, x, y)?.title);
    expect(titles).toEqual(["Right hand", "Left hand"]);
  });
});

describe("the options panel", () => {
  const html = renderToStaticMarkup(
    createElement(view.Options, { options: task.options, labels: [], onChange: () => undefined }),
  );

  it("labels every control", () => {
    const ids = [...html.matchAll(/<(?:input|select) id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(html).toContain(`<label for="${id}">`);
    for (const [, id] of html.matchAll(/aria-describedby="([^"]+)"/g)) {
      expect(html).toContain(`<p class="option-hint" id="${id}">`);
    }
  });

  it("offers no gesture, which is chosen, and the five for the shutter", () => {
    expect([...html.matchAll(/<option/g)]).toHaveLength(6);
    expect(html).toContain('<option value="off" selected="">No gesture</option>');
  });
});
