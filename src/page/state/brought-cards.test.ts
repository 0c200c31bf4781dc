import { describe, expect, it } from "vitest";
import type { ModelCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import { readFlags } from "../flags.ts";
import { firstState } from "./app-state.ts";
import { broughtFor, modelFor, modelNow, readBroughtCards } from "./brought-cards.ts";

const card = (id: string, task: string): ModelCard => ({
  ...exampleCard,
  id,
  task,
  title: id,
  input: { ...exampleCard.input, layout: "NCHW" },
});

describe("the model of a task", () => {
  const brought = [card("newer", "classify"), card("older", "classify"), card("finder", "detect")];

  it("is the app's own until a person chooses another", () => {
    expect(modelFor({ models: {}, brought }, "detect")).toBe(undefined);
    expect(broughtFor({ models: { detect: "finder" }, brought }, "detect")?.id).toBe("finder");
  });

  it("is the newest that was brought where the app has none of its own", () => {
    expect(modelFor({ models: {}, brought }, "classify")).toBe("newer");
    expect(modelFor({ models: { classify: "older" }, brought }, "classify")).toBe("older");
    expect(modelFor({ models: {}, brought: [] }, "classify")).toBe(undefined);
  });

  it("is the one that the address names, known here or not", () => {
    expect(modelFor({ models: { detect: "gone" }, brought }, "detect")).toBe("gone");
    expect(broughtFor({ models: { detect: "gone" }, brought }, "detect")).toBe(undefined);
  });

  it("is a smaller one while the device is spared, unless a person chose", () => {
    const first = firstState(readFlags("?task=detect"), 0);
    const smaller = { task: "detect", model: "small" } as const;
    const spared = { ...first, governor: { ...first.governor, smaller } };
    expect(modelNow(spared, "detect")).toBe("small");
    expect(modelNow(spared, "pose")).toBe(undefined);
    expect(modelNow({ ...spared, models: { detect: "mine" } }, "detect")).toBe("mine");
  });
});

it("lists what is stored, newest first, and leaves out what is no card", async () => {
  const record = (id: string, addedAt: number, json: unknown) => ({
    id,
    card: json,
    origin: { kind: "file", name: id } as const,
    addedAt,
    usedAt: null,
    measure: null,
  });
  const list = async () => [
    record("a", 1, card("a", "detect")),
    record("b", 3, { id: "b" }),
    record("c", 2, card("c", "detect")),
  ];
  const store = async () => ({ brought: { list } }) as never;
  expect((await readBroughtCards({ store })).map(({ id }) => id)).toEqual(["c", "a"]);
  expect(await readBroughtCards({ store: async () => undefined })).toEqual([]);
});
