import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { ReadLine } from "./task.ts";
import { view } from "./view.tsx";

const quad: ReadLine["quad"] = [
  [0, 0],
  [9, 0],
  [9, 9],
  [0, 9],
];

function found(texts: readonly string[]): string {
  if (!view.Found) throw new Error("lines can be used by themselves");
  const lines = texts.map((text) => ({ text, score: 1, quad }));
  const frame = { width: 9, height: 9, timestampMs: 0 };
  return renderToStaticMarkup(
    createElement(view.Found, { result: { task: "read", frame, lines } }),
  );
}

describe("the lines that were found", () => {
  it("are a named list, each with a named button to copy it", () => {
    const html = found(["Bakery", "Bakery", "a < b"]);
    expect(html.match(/<li/g)).toHaveLength(3);
    expect(html.match(/aria-label="Copy “Bakery”"/g)).toHaveLength(2);
    expect(html).toContain("a &lt; b</span>");
    expect(html).toContain('aria-label="Lines read"');
    expect(html).toContain("Copy all");
  });

  it("offer no voice where none is on this device", () => {
    expect(found(["Bakery"])).not.toContain("read-aloud");
  });

  it("are nothing where nothing was read", () => {
    expect(found([])).toBe("");
  });
});

it("has a labelled slider at the score set", () => {
  const options = { minScore: 0.65 };
  const html = renderToStaticMarkup(
    createElement(view.Options, { options, labels: [], onChange: () => undefined }),
  );
  const slider = html.match(/<input[^>]*type="range"[^>]*>/)?.[0] ?? "";
  expect(slider).toContain('value="0.65"');
  const id = slider.match(/ id="([^"]+)"/)?.[1];
  expect(html).toContain(`<label for="${id}">Smallest score</label>`);
});
