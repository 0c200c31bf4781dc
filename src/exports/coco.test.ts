import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cocoDataset, cocoDetections, cocoKeypoints } from "./coco.ts";
import { CocoCategories } from "./coco-categories.ts";
import { exampleFacts, exampleItem, exampleResults, exampleVideo } from "./example-items.ts";
import type { ExportItem } from "./export-item.ts";

interface Dataset {
  readonly images: readonly {
    id: number;
    width: number;
    height: number;
    file_name: string;
    video?: string;
    time_ms?: number;
  }[];
  readonly annotations: readonly {
    id: number;
    image_id: number;
    category_id: number;
    bbox: [number, number, number, number];
    area: number;
    iscrowd: number;
    score: number;
    segmentation: number[][];
    keypoints?: number[];
    num_keypoints?: number;
  }[];
  readonly categories: readonly {
    id: number;
    name: string;
    supercategory: string;
    keypoints?: string[];
    skeleton?: [number, number][];
  }[];
}

const mixed = [
  exampleItem("detect", "a.jpg"),
  exampleVideo("detect", 2),
  exampleItem("pose", "b.jpg"),
  exampleItem("faces", "c.jpg"),
  exampleItem("hands", "d.jpg"),
  exampleItem("read", "e.jpg"),
];

function datasetOf(items: readonly ExportItem[]): Dataset {
  return JSON.parse([...cocoDataset(items, exampleFacts)].join(""));
}

function expectUnique(ids: readonly number[]): void {
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(Number.isInteger(id) && id > 0).toBe(true);
}

describe("a COCO data set", () => {
  const { images, annotations, categories } = datasetOf(mixed);

  it("has ids that are whole numbers, each once", () => {
    for (const list of [images, annotations, categories]) {
      expect(list.length).toBeGreaterThan(0);
      expectUnique(list.map(({ id }) => id));
    }
  });

  it("refers only to what it has", () => {
    const imageIds = new Set(images.map(({ id }) => id));
    const categoryIds = new Set(categories.map(({ id }) => id));
    for (const { image_id, category_id } of annotations) {
      expect([imageIds.has(image_id), categoryIds.has(category_id)]).toEqual([true, true]);
    }
  });

  it("has boxes that lie in their images, with their area", () => {
    for (const { image_id, bbox, area, iscrowd, segmentation } of annotations) {
      const image = images.find(({ id }) => id === image_id);
      const [x, y, width, height] = bbox;
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(width, height)).toBeGreaterThan(0);
      expect(x + width).toBeLessThanOrEqual((image?.width ?? 0) + 1e-6);
      expect(y + height).toBeLessThanOrEqual((image?.height ?? 0) + 1e-6);
      expect(area).toBeCloseTo(width * height);
      expect(iscrowd).toBe(0);
      expect(segmentation[0]).toHaveLength(8);
    }
    expect(annotations.map(({ bbox }) => bbox)).toContainEqual([600, 300, 40, 100]);
  });

  it("has one image for a picture and one for each frame of a video", () => {
    expect(images.map(({ file_name, video, time_ms }) => [file_name, video, time_ms])).toEqual([
      ["a.jpg", undefined, undefined],
      ["detect.mp4#t=0", "detect.mp4", 0],
      ["detect.mp4#t=0.04", "detect.mp4", 40],
      ["b.jpg", undefined, undefined],
      ["c.jpg", undefined, undefined],
      ["d.jpg", undefined, undefined],
      ["e.jpg", undefined, undefined],
    ]);
  });

  it("uses COCO's own ids where the label is COCO's, and others from 91 on", () => {
    const idOf = Object.fromEntries(categories.map(({ name, id }) => [name, id]));
    expect(idOf).toEqual({ person: 1, dog: 18, "=HYPERLINK(1)": 91, face: 92, hand: 93 });
  });

  it("has the keypoints of a person as COCO has them", () => {
    const person = categories.find(({ name }) => name === "person");
    expect(person?.supercategory).toBe("person");
    expect(person?.keypoints).toHaveLength(17);
    expect(person?.keypoints?.[16]).toBe("right_ankle");
    expect(person?.skeleton).toHaveLength(19);
    for (const { keypoints, skeleton } of categories) {
      for (const [from, to] of skeleton ?? []) {
        expect(Math.min(from, to)).toBeGreaterThanOrEqual(1);
        expect(Math.max(from, to)).toBeLessThanOrEqual(keypoints?.length ?? 0);
      }
    }
    expect(categories.filter(({ keypoints }) => keypoints)).toHaveLength(2);
  });

  it("marks seen keypoints 2, and leaves the others out with zeros", () => {
    const [pose] = annotations.filter(({ keypoints }) => keypoints);
    const keypoints = pose?.keypoints ?? [];
    expect(keypoints).toHaveLength(51);
    expect(pose?.num_keypoints).toBe(11);
    expect(keypoints.slice(0, 6)).toEqual([100, 50, 2, 110, 70, 2]);
    expect(keypoints.slice(33)).toEqual(Array.from({ length: 18 }, () => 0));
    const counts = annotations.flatMap(({ num_keypoints }) => num_keypoints ?? []);
    expect(counts).toEqual([11, 21, 21]);
  });

  it("leaves out boxes that lie outside their image", () => {
    const detections = [{ label: "cat", classId: 15, score: 0.5, box: [700, 5, 20, 20] as const }];
    const item = { ...exampleItem("detect"), results: [{ ...exampleResults.detect, detections }] };
    expect(datasetOf([item])).toMatchObject({ annotations: [], categories: [] });
  });

  it("can be empty", () => {
    expect(datasetOf([])).toMatchObject({ images: [], annotations: [], categories: [] });
  });
});

describe("COCO results", () => {
  const { images, annotations } = datasetOf(mixed);

  it("list every box by the data set's ids", () => {
    const list = JSON.parse([...cocoDetections(mixed)].join(""));
    expect(list).toEqual(
      annotations.map(({ image_id, category_id, bbox, score }) => ({
        image_id,
        category_id,
        bbox,
        score,
      })),
    );
  });

  it("list the keypoints of every body and hand", () => {
    const list = JSON.parse([...cocoKeypoints(mixed)].join(""));
    const pose = images.find(({ file_name }) => file_name === "b.jpg");
    expect(list.map(({ keypoints }: { keypoints: number[] }) => keypoints.length)).toEqual([
      51, 63, 63,
    ]);
    expect(list[0]).toMatchObject({ image_id: pose?.id, category_id: 1, score: 0.8 });
    expect(list[0].keypoints.slice(48)).toEqual([260, 370, 0]);
  });
});

describe("CocoCategories", () => {
  it("knows every label of the object finder, in COCO's order", () => {
    const { labels } = JSON.parse(readFileSync("models/centernet-512.json", "utf8"));
    const categories = new CocoCategories();
    const ids = labels.map((label: string) => categories.idOf(label));
    expect(ids).toHaveLength(80);
    expect(Math.max(...ids)).toBe(90);
    expect(ids).toEqual([...ids].sort((a: number, b: number) => a - b));
    expectUnique(ids);
  });
});

describe("things with outlines of their own", () => {
  it("have turned boxes as their corners", () => {
    const [first] = exampleResults.detect.detections;
    if (!first) throw new Error("the example has no detection");
    const corners = [
      [60, 20],
      [110, 120],
      [60, 220],
      [10, 120],
    ] as const;
    const result = { ...exampleResults.detect, detections: [{ ...first, corners }] };
    const [turned] = datasetOf([{ ...exampleItem("detect"), results: [result] }]).annotations;
    expect(turned?.segmentation).toEqual([[60, 20, 110, 120, 60, 220, 10, 120]]);
  });

  it("are boxes where a model tells one of a class from the next", () => {
    const instances = [
      { classId: 1, label: "person", score: 0.9, box: [1, 2, 30, 40], share: 0.2 },
    ] as const;
    const item = { ...exampleItem("segment"), results: [{ ...exampleResults.segment, instances }] };
    expect(datasetOf([item]).annotations).toMatchObject([{ bbox: [1, 2, 30, 40], score: 0.9 }]);
  });
});
