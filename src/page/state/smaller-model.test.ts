import { describe, expect, it } from "vitest";
import { cards } from "#models";
import type { ModelCard } from "#shared";
import { tasks } from "#tasks";
import { smallerModel } from "./smaller-model.ts";

const square = cards.find(({ id }) => id === "selfie-square") as ModelCard;
const finder = cards.find(({ id }) => id === "centernet-512") as ModelCard;

/** A card that a person brought, like one of ours. */
function brought(like: ModelCard, side: number, change: Partial<ModelCard> = {}): ModelCard {
  const input = { ...like.input, width: side, height: side };
  return { ...like, id: `brought-${side}`, input, ...change };
}

describe("the smaller model of a task", () => {
  it("is the landscape network for person masks, and there is none smaller than that", () => {
    expect(smallerModel("segment", "selfie-square", [])?.id).toBe("selfie-landscape");
    expect(smallerModel("segment", "selfie-landscape", [])).toBe(undefined);
  });

  it("is none for every other task as it ships: another role's network finds something else", () => {
    const others = tasks.filter(({ id }) => id !== "segment");
    const found = others.flatMap(({ id, models }) =>
      Object.values(models)
        .slice(0, 1)
        .map((model) => smallerModel(id, model, [])?.id),
    );
    expect(found.every((id) => id === undefined)).toBe(true);
    expect(found.length).toBeGreaterThan(3);
  });

  it("is none where the task keeps its own: hiding would miss faces with the short-range finder", () => {
    expect(cards.some(({ id, task }) => id === "blazeface-short" && task === "faces")).toBe(true);
    expect(smallerModel("faces", "blazeface", [])).toBe(undefined);
  });

  it("is the largest of those brought that saves a quarter and knows the same things", () => {
    const mine = [brought(finder, 500), brought(finder, 416), brought(finder, 320)];
    expect(smallerModel("detect", "centernet-512", mine)?.id).toBe("brought-416");
    expect(smallerModel("detect", "brought-320", mine)).toBe(undefined);
  });

  it.each([
    ["knows other things", brought(finder, 320, { labels: ["person"] })],
    ["does another task", brought(finder, 320, { task: "segment" })],
  ])("is none that %s", (_words, card) => {
    expect(smallerModel("detect", "centernet-512", [card])).toBe(undefined);
  });

  it("is none where nothing tells that two models do the same", () => {
    const one = brought(square, 256, { task: "raw", id: "one" });
    const other = brought(square, 64, { task: "raw", id: "other" });
    expect(smallerModel("raw", "one", [one, other])).toBe(undefined);
    expect(smallerModel("raw", "gone", [one, other])).toBe(undefined);
  });
});
