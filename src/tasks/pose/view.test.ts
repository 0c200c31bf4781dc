import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { PoseOptions } from "#tasks";
import { movedRange } from "./range-sliders.tsx";
import { pose } from "./task.ts";
import { view } from "./view.tsx";

function markup(options: Partial<PoseOptions>): string {
  return renderToStaticMarkup(
    createElement(view.Options, {
      options: { ...pose.options, ...options },
      labels: [],
      onChange: () => undefined,
    }),
  );
}

describe("the options panel", () => {
  it("labels every control", () => {
    const html = markup({
      counted: "left_knee",
      range: { bentDegrees: 100, straightDegrees: 160 },
    });
    const ids = [...html.matchAll(/<(?:input|select) id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(6);
    for (const id of ids) expect(html).toContain(`<label for="${id}">`);
    for (const [, id] of html.matchAll(/aria-describedby="([^"]+)"/g)) {
      expect(html).toContain(`<p class="option-hint" id="${id}">`);
    }
  });

  it("offers nothing and the eight joints to count", () => {
    const html = markup({ counted: "right_elbow" });
    expect([...html.matchAll(/<option/g)]).toHaveLength(9);
    expect(html).toContain('<option value="right_elbow" selected="">right elbow</option>');
  });

  it("shows the angles to set only where a joint is counted between them", () => {
    expect(markup({})).not.toContain("Set the angles");
    expect(markup({ counted: "left_knee" })).not.toContain("Bent below");
    expect(
      markup({ counted: "left_knee", range: { bentDegrees: 100, straightDegrees: 160 } }),
    ).toContain('aria-valuetext="100°"');
  });
});

describe("the range, when one of its angles is moved", () => {
  const range = { bentDegrees: 100, straightDegrees: 150 };
  it.each([
    ["bentDegrees", 120, { bentDegrees: 120, straightDegrees: 150 }],
    ["bentDegrees", 145, { bentDegrees: 145, straightDegrees: 155 }],
    ["bentDegrees", 180, { bentDegrees: 170, straightDegrees: 180 }],
    ["straightDegrees", 170, { bentDegrees: 100, straightDegrees: 170 }],
    ["straightDegrees", 90, { bentDegrees: 80, straightDegrees: 90 }],
    ["straightDegrees", 0, { bentDegrees: 0, straightDegrees: 10 }],
  ] as const)("%s to %d keeps both angles apart", (which, degrees, moved) => {
    expect(movedRange(range, which, degrees)).toEqual(moved);
  });
});
