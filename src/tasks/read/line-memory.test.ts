import { expect, it } from "vitest";
import type { Region } from "#shared";
import type { FoundLine } from "./find-lines.ts";
import { LineMemory } from "./line-memory.ts";

const looks = {
  one: Float32Array.from([1, 0, 0]),
  other: Float32Array.from([0, 1, 0]),
};

function line(x: number, y: number, look: Float32Array | undefined, width = 100): FoundLine {
  const region: Region = { centerX: x, centerY: y, width, height: 20, rotation: 0 };
  return { region, look };
}

function reading(text: string, score: number, { region }: FoundLine, turned = false) {
  return { text, score, region, turned };
}

/** A memory that read "Bakery" at 100, 50, at the time 0. */
function memoryOf(first: FoundLine, score = 0.9, turned = false): LineMemory {
  const memory = new LineMemory();
  const [known] = memory.recall([first], 0);
  if (known) memory.learn(known, reading("Bakery", score, first, turned), 0);
  return memory;
}

const first = line(100, 50, looks.one);

it.each([
  ["a line where it was", line(101, 51, looks.one), "Bakery"],
  ["a line that moved by three heights", line(150, 90, looks.one), "Bakery"],
  ["a line whose look is not known, where it was", line(101, 51, undefined), "Bakery"],
  ["nothing of a line that looks otherwise there", line(101, 51, looks.other), undefined],
  ["nothing of a line far away", line(100, 300, looks.one), undefined],
  ["nothing of a line that is half as long", line(100, 80, looks.one, 50), undefined],
])("recalls %s", (_, now, text) => {
  const [known] = memoryOf(first).recall([now], 100);
  expect(known?.reading?.text).toBe(text);
  expect(known?.stale).toBe(text === undefined);
  if (text) expect(known?.reading?.region).toEqual(now.region);
});

it("gives each remembered line to one line only, the nearest", () => {
  const known = memoryOf(first).recall([line(115, 50, looks.one), line(101, 50, looks.one)], 100);
  expect(known.map(({ reading }) => reading?.text)).toEqual([undefined, "Bakery"]);
});

it("follows a line from frame to frame", () => {
  const memory = memoryOf(first);
  for (let x = 110; x <= 400; x += 10) {
    const [known] = memory.recall([line(x, 50, looks.one)], x);
    expect(known?.reading?.text).toBe("Bakery");
  }
});

it("wants a line read again after two seconds, and forgets it three after it was last seen", () => {
  const memory = memoryOf(first);
  expect(memory.recall([first], 1900)[0]?.stale).toBe(false);
  expect(memory.recall([first], 2000)[0]).toMatchObject({
    stale: true,
    reading: { text: "Bakery" },
  });
  expect(memory.recall([], 4900)).toEqual([]);
  expect(memory.recall([first], 5100)[0]?.reading).toBeUndefined();
});

it.each([
  ["a surer reading", "Baker", 0.95, "Baker"],
  ["one about as sure", "Baker", 0.86, "Baker"],
  ["not one that is far less sure", "Bkry", 0.6, "Bakery"],
  ["the same text, less sure", "Bakery", 0.6, "Bakery"],
  ["the same letters with a space", "Bake ry", 0.6, "Bake ry"],
])("takes %s", (_, text, score, kept) => {
  const memory = memoryOf(first);
  const [known] = memory.recall([first], 2500);
  if (!known) throw new Error("a line was given");
  expect(memory.learn(known, reading(text, score, first), 2500).text).toBe(kept);
  expect(memory.recall([first], 2600)[0]).toMatchObject({ stale: false, reading: { text: kept } });
});

it("gives in to a weaker reading that comes again and again", () => {
  const memory = memoryOf(first);
  let text = "Bakery";
  for (let round = 1; round < 20 && text === "Bakery"; round += 1) {
    const [known] = memory.recall([first], round * 2500);
    if (!known) throw new Error("a line was given");
    text = memory.learn(known, reading("Butcher", 0.7, first), round * 2500).text;
  }
  expect(text).toBe("Butcher");
});

it("keeps a line the way up that it was read", () => {
  const [known] = memoryOf(first, 0.9, true).recall([line(102, 50, looks.one)], 100);
  expect(known?.reading?.region.rotation).toBeCloseTo(Math.PI, 9);
});
