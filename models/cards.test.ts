import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { computesInHalves, elementCount, parseGoldenExpectation } from "#shared";
import { tasks } from "#tasks";
import { modelsFolder, readCards } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { verifyFile } from "./verify-file.ts";

const cardFiles = readCards();

/** Some files are converted, twice; on a busy machine that takes its time. */
const slowMs = 60_000;

describe.each(cardFiles)("the card $name", ({ name, card }) => {
  it("is named by its id and belongs to a task", () => {
    expect(card.id).toBe(name);
    expect(tasks.map(({ id }) => id)).toContain(card.task);
  });

  it("has variants with ids of their own, each with one recipe", () => {
    const ids = card.variants.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(recipes.filter((one) => one.card === card.id).map(({ variant }) => variant)).toEqual(
      ids,
    );
  });

  it("lists what only some devices can run last, with what it may be off by for every output", () => {
    const needy = card.variants.filter(({ needs }) => needs !== undefined);
    expect(card.variants.slice(card.variants.length - needy.length)).toEqual(needy);
    expect(needy.length).toBeLessThan(card.variants.length);
    for (const { id, format, tolerance } of needy) {
      expect([format, computesInHalves(id)]).toEqual(["onnx", true]);
      expect(Object.keys(tolerance ?? {}).sort()).toEqual(
        card.outputs.map(({ name: output }) => output).sort(),
      );
    }
    const others = card.variants.filter((variant) => !needy.includes(variant));
    for (const { id, tolerance } of others) {
      expect([computesInHalves(id), tolerance]).toEqual([false, undefined]);
    }
  });

  it("has as many labels as its first output has classes, or none where it names nothing", () => {
    if (card.labels.length === 0) return;
    expect(card.labels).toHaveLength(card.outputs[0]?.shape.at(-1) ?? 0);
    expect(new Set(card.labels).size).toBe(card.labels.length);
  });

  it("says what was measured", () => {
    expect(card.accuracy.join(" ")).toMatch(/\d/);
  });

  it("pins the golden files, which speak of the card's own outputs", () => {
    for (const file of [card.golden.input, card.golden.expected]) {
      verifyFile(card.id, file, readFileSync(join(modelsFolder, "golden", file.name)));
    }
    const json = readFileSync(join(modelsFolder, "golden", card.golden.expected.name), "utf8");
    const { outputs } = parseGoldenExpectation(JSON.parse(json));
    expect(outputs.map(({ name, size }) => ({ name, size }))).toEqual(
      card.outputs.map(({ name, shape }) => ({ name, size: elementCount(shape) })),
    );
  });

  it.each(card.variants)(
    "pins every file that the recipe of $id makes, twice the same",
    async (variant) => {
      const recipe = recipes.find((one) => one.card === card.id && one.variant === variant.id);
      for (const made of [await recipe?.prepare(), await recipe?.prepare()]) {
        expect(made?.map((file) => file.name)).toEqual(variant.files.map((file) => file.name));
        for (const [index, pinned] of variant.files.entries()) {
          verifyFile(card.id, pinned, made?.[index]?.content ?? new Uint8Array());
        }
      }
    },
    slowMs,
  );
});

describe("a file that its card does not pin", () => {
  it("stops the build with card, file, expected and got in the message", () => {
    const pinned = { name: "weights.bin", bytes: 3, sha256: "0".repeat(64) };
    expect(() => verifyFile("some-card", pinned, Uint8Array.of(1, 2, 3))).toThrow(
      /some-card.*weights\.bin.*expected 3 bytes, sha256 0{64}.*got {6}3 bytes, sha256 039058c6/s,
    );
  });
});
