import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { tasks } from "#tasks";
import { exampleFacts, exampleItem, exampleResults, exampleVideo } from "./example-items.ts";
import type { ExportItem } from "./export-item.ts";
import { resultsJson } from "./results-json.ts";

const schema = JSON.parse(readFileSync("public/schemas/localens.results.v1.json", "utf8"));
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
});
const isValid = ajv.compile(schema);
const ids = tasks.map(({ id }) => id);

// biome-ignore lint/suspicious/noExplicitAny: a document from outside, looked into freely
type Loose = any;

function documentOf(items: readonly ExportItem[]): Loose {
  return JSON.parse([...resultsJson(items, exampleFacts)].join(""));
}

function expectValid(document: unknown): void {
  isValid(document);
  expect(isValid.errors ?? []).toEqual([]);
}

describe("localens.results.v1", () => {
  it("is valid without a file", () => {
    const document = documentOf([]);
    expectValid(document);
    expect(document).toEqual({
      schema: "localens.results.v1",
      app: { name: "Localens", version: "0.1.0" },
      createdAt: "2026-01-02T03:04:05.000Z",
      device: { cores: 2, isolated: true },
      items: [],
    });
  });

  it.each(ids)("is valid with a picture and a video of %s", (task) => {
    const document = documentOf([exampleItem(task), exampleVideo(task, 3)]);
    expectValid(document);
    const [picture, video] = document.items;
    expect(picture.frames).toBe(undefined);
    expect(video.result).toBe(undefined);
    expect(video.frames.map(({ timeMs }: Loose) => timeMs)).toEqual([0, 40, 80]);
    expect(video.frames[2].result).toEqual(picture.result);
  });

  it("says which file, size, model, engine and time, and what was found", () => {
    const [item] = documentOf([exampleItem("detect", "two\ndogs \u2028.jpg")]).items;
    expect(item).toEqual({
      file: "two\ndogs \u2028.jpg",
      width: 640,
      height: 480,
      task: "detect",
      model: "some-model",
      variant: "tfjs-fp16",
      engine: "tfjs",
      backend: "wasm",
      ms: 41.25,
      result: { detections: exampleResults.detect.detections },
    });
  });

  it("names the schema that describes it, of the version that it says", () => {
    expect(schema.title).toBe("localens.results.v1");
  });

  it("describes the results of every task, and of no other", () => {
    const { task } = schema.$defs.item.allOf.at(-1).properties;
    expect([...task.enum].sort()).toEqual([...ids].sort());
  });
});

describe("what leaves the app", () => {
  it("keeps the shape of a face to itself where faces are hidden", () => {
    const result = { ...exampleResults.faces, hidden: [] };
    const document = documentOf([{ ...exampleItem("faces"), results: [result] }]);
    expectValid(document);
    expect(JSON.stringify(document)).not.toContain("mesh");
    expect(document.items[0].result.faces).toHaveLength(2);
  });

  it("has the mask as numbers only", () => {
    const [{ result }] = documentOf([exampleItem("segment")]).items;
    expect(result).toEqual({ mask: { width: 2, height: 1, coverage: 0.5 } });
  });
});

describe("a model that knows more than people", () => {
  it("tells of its classes", () => {
    const found = [
      { classId: 13, label: "horse", share: 0.38 },
      { classId: 15, label: "person", share: 0.33 },
    ];
    const classes = { width: 1, height: 1, classIds: Uint8Array.of(13).buffer, found };
    const item = { ...exampleItem("segment"), results: [{ ...exampleResults.segment, classes }] };
    const document = documentOf([item]);
    expectValid(document);
    expect(document.items[0].result.classes).toEqual(found);
  });
});

describe("a model that tells more than the app's own", () => {
  it("tells of turned boxes by their corners", () => {
    const corners = [
      [10, 20],
      [110, 20],
      [110, 220],
      [10, 220],
    ] as const;
    const [first] = exampleResults.detect.detections;
    if (!first) throw new Error("the example has no detection");
    const result = { ...exampleResults.detect, detections: [{ ...first, corners }] };
    const document = documentOf([{ ...exampleItem("detect"), results: [result] }]);
    expectValid(document);
    expect(document.items[0].result.detections[0].corners).toEqual(corners);
  });

  it("tells how alike pictures are", () => {
    for (const likeness of [0.75, null]) {
      const result = { ...exampleResults.raw, likeness };
      const document = documentOf([{ ...exampleItem("raw"), results: [result] }]);
      expectValid(document);
      expect(document.items[0].result.likeness).toBe(likeness);
    }
  });

  it("tells of things with shapes one by one", () => {
    const instances = [
      { classId: 1, label: "person", score: 0.9, box: [1, 2, 30, 40], share: 0.2 },
    ] as const;
    const result = { ...exampleResults.segment, instances };
    const document = documentOf([{ ...exampleItem("segment"), results: [result] }]);
    expectValid(document);
    expect(document.items[0].result.instances).toEqual(instances);
  });
});

describe("a wrong document", () => {
  const wrong: readonly (readonly [what: string, spoil: (document: Loose) => void])[] = [
    ["another schema", (it) => Object.assign(it, { schema: "localens.results.v2" })],
    ["no app", (it) => delete it.app],
    ["a local time", (it) => Object.assign(it, { createdAt: "2026-01-02 03:04" })],
    ["no width", (it) => delete it.items[0].width],
    ["a width of nothing", (it) => Object.assign(it.items[0], { width: 0 })],
    ["an unknown task", (it) => Object.assign(it.items[0], { task: "smell" })],
    ["an unknown engine", (it) => Object.assign(it.items[0], { engine: "abacus" })],
    ["a result of another task", (it) => Object.assign(it.items[0], { task: "pose" })],
    ["neither result nor frames", (it) => delete it.items[0].result],
    ["both result and frames", (it) => Object.assign(it.items[0], { frames: [] })],
    ["a word of its own", (it) => Object.assign(it.items[0], { gps: [1, 2] })],
    ["a score above 1", (it) => Object.assign(it.items[0].result.detections[0], { score: 1.5 })],
    ["a box of three", (it) => it.items[0].result.detections[0].box.pop()],
    ["a missing label", (it) => delete it.items[0].result.detections[0].label],
    ["a frame without a time", (it) => delete it.items[1].frames[0].timeMs],
    ["a wrong frame", (it) => Object.assign(it.items[1].frames[1], { result: { lines: [] } })],
  ];
  it.each(wrong)("with %s is not valid", (_, spoil) => {
    const document = documentOf([exampleItem("detect"), exampleVideo("detect", 2)]);
    expectValid(document);
    spoil(document);
    expect(isValid(document)).toBe(false);
  });
});
