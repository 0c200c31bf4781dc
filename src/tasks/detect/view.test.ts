import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { DetectOptions } from "#tasks";
import { view } from "./view.tsx";

const labels = ["person", "car", "dog"];

function markup(options: DetectOptions): string {
  return renderToStaticMarkup(
    createElement(view.Options, { options, labels, onChange: () => undefined }),
  );
}

function tickedIn(html: string): readonly (string | undefined)[] {
  return [...html.matchAll(/checked=""\/>([^<]+)</g)].map(([, label]) => label);
}

describe("the options panel", () => {
  it("has a labelled slider from 0.05 to 0.95 at the score set", () => {
    const html = markup({ minScore: 0.65, classes: [] });
    const slider = html.match(/<input[^>]*type="range"[^>]*>/)?.[0] ?? "";
    for (const part of ['min="0.05"', 'max="0.95"', 'value="0.65"', 'aria-valuetext="0.65"']) {
      expect(slider).toContain(part);
    }
    const id = slider.match(/ id="([^"]+)"/)?.[1];
    expect(html).toContain(`<label for="${id}">Smallest score</label>`);
  });

  it("ticks nothing and says so while everything is shown", () => {
    const html = markup({ minScore: 0.4, classes: [] });
    expect(html.match(/type="checkbox"/g)).toHaveLength(labels.length);
    expect(tickedIn(html)).toEqual([]);
    expect(html).toContain("everything");
  });

  it("ticks the chosen classes and names them", () => {
    const html = markup({ minScore: 0.4, classes: ["person", "dog"] });
    expect(tickedIn(html)).toEqual(["person", "dog"]);
    expect(html).toContain("person, dog");
  });
});
