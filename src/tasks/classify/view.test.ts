import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { ClassifyResult } from "#tasks";
import { classify } from "./task.ts";
import { view } from "./view.tsx";

const result: ClassifyResult = {
  task: "classify",
  frame: { width: 100, height: 60, timestampMs: 0 },
  classes: [
    { label: "tabby", score: 0.812 },
    { label: "tiger cat", score: 0.119 },
  ],
};
const nothing: ClassifyResult = { ...result, classes: [] };

describe("classes in words", () => {
  it("name each class with its score", () => {
    expect(view.words(result)).toBe("tabby 81% · tiger cat 12%");
    expect(view.words(nothing)).toBe("");
  });

  it("are spoken without scores, which waver", () => {
    expect(view.spoken(result)).toBe("tabby or tiger cat");
    expect(view.spoken(nothing)).toBe("");
  });

  it("tell more anywhere in the picture, and nothing beside it", () => {
    const [point] = view.detailPoints?.(result) ?? [];
    expect(point && view.detailAt(result, ...point)?.rows).toEqual([
      { name: "tabby", value: "81.2%" },
      { name: "tiger cat", value: "11.9%" },
    ]);
    expect(view.detailAt(result, 101, 5)).toBe(undefined);
    expect(view.detailPoints?.(nothing)).toEqual([]);
  });
});

it("labels every control of the options panel", () => {
  const html = renderToStaticMarkup(
    createElement(view.Options, {
      options: classify.options,
      labels: [],
      onChange: () => undefined,
    }),
  );
  const ids = [...html.matchAll(/<input id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(html).toContain(`<label for="${id}">`);
});
