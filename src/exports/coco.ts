import { type Box, clipBox } from "#shared";
import type { TaskResult } from "#tasks";
import { exportOf, type LabelledBox } from "#tasks/exports";
import { CocoCategories } from "./coco-categories.ts";
import type { ExportFacts, ExportItem } from "./export-item.ts";

/** One picture or frame of a video, as COCO counts images. */
interface CocoImage {
  readonly id: number;
  readonly item: ExportItem;
  readonly result: TaskResult;
}

/** A thing in an image, its box cut to the image. */
interface CocoThing extends LabelledBox {
  readonly image: CocoImage;
  readonly categoryId: number;
}

/**
 * A COCO data set (`info`, `images`, `annotations`, `categories`), in parts that belong one after the
 * other: boxes as `[x, y, width, height]` inside their image, keypoints as `[x, y, v]` with `v` 2 where
 * one is seen, else all 0. Each frame of a video is an image of its own, named `clip.mp4#t=1.24` by the
 * seconds at which it is shown. Format: https://cocodataset.org/#format-data
 */
export function* cocoDataset(
  items: Iterable<ExportItem>,
  { app, createdAt }: ExportFacts,
): Generator<string> {
  const all = [...items];
  const date = createdAt.toISOString();
  const info = {
    description: "What was found, not what is there",
    version: app.version,
    year: createdAt.getUTCFullYear(),
    contributor: app.name,
    date_created: date,
  };
  yield `{"info":${JSON.stringify(info)},"licenses":[],"images":[`;
  yield* list(mapped(imagesOf(all), imageEntry));
  yield '],"annotations":[';
  const categories = new CocoCategories();
  yield* list(annotationsOf(all, categories));
  yield '],"categories":[';
  yield* list(categoryEntries(all, categories));
  yield "]}\n";
}

/**
 * The boxes as a COCO results list, `[{ image_id, category_id, bbox, score }]`; image ids are those of
 * `cocoDataset` for the same items. Format: https://cocodataset.org/#format-results
 */
export function* cocoDetections(items: Iterable<ExportItem>): Generator<string> {
  yield "[";
  yield* list(
    mapped(thingsOf([...items], new CocoCategories()), ({ image, categoryId, box, score }) => ({
      image_id: image.id,
      category_id: categoryId,
      bbox: box,
      score,
    })),
  );
  yield "]\n";
}

/** The keypoints as a COCO results list, `[{ image_id, category_id, keypoints, score }]`. */
export function* cocoKeypoints(items: Iterable<ExportItem>): Generator<string> {
  yield "[";
  yield* list(keypointResults([...items]));
  yield "]\n";
}

function* keypointResults(items: readonly ExportItem[]): Generator<object> {
  for (const { image, categoryId, keypoints, score } of thingsOf(items, new CocoCategories())) {
    if (!keypoints) continue;
    yield {
      image_id: image.id,
      category_id: categoryId,
      // In results `v` is not read, and a place is wanted for every keypoint.
      keypoints: keypoints.flatMap(({ x, y, seen }) => [x, y, seen ? 2 : 0]),
      score,
    };
  }
}

function* imagesOf(items: readonly ExportItem[]): Generator<CocoImage> {
  let id = 0;
  for (const item of items) {
    for (const result of item.results) {
      id += 1;
      yield { id, item, result };
    }
  }
}

function imageEntry({ id, item, result }: CocoImage): object {
  const { file, width, height, kind } = item;
  const seconds = result.frame.timestampMs / 1000;
  return {
    id,
    width,
    height,
    // A media fragment: https://www.w3.org/TR/media-frags/#naming-time
    file_name: kind === "video" ? `${file}#t=${Number(seconds.toFixed(3))}` : file,
    ...(kind === "video" && { video: file, time_ms: result.frame.timestampMs }),
  };
}

function* thingsOf(items: readonly ExportItem[], categories: CocoCategories): Generator<CocoThing> {
  for (const image of imagesOf(items)) {
    const { item, result } = image;
    for (const thing of exportOf(item.task).boxes?.(result) ?? []) {
      const box = clipBox(thing.box, item);
      if (box[2] <= 0 || box[3] <= 0) continue;
      yield { ...thing, box, image, categoryId: categories.idOf(thing.label) };
    }
  }
}

function* annotationsOf(
  items: readonly ExportItem[],
  categories: CocoCategories,
): Generator<object> {
  let id = 0;
  for (const thing of thingsOf(items, categories)) {
    const { image, categoryId, box, score, keypoints, outline } = thing;
    id += 1;
    const [, , width, height] = box;
    yield {
      id,
      image_id: image.id,
      category_id: categoryId,
      bbox: box,
      area: width * height,
      iscrowd: 0,
      segmentation: [outline?.flat() ?? outlineOf(box)],
      score,
      ...(keypoints && {
        keypoints: keypoints.flatMap(({ x, y, seen }) => (seen ? [x, y, 2] : [0, 0, 0])),
        num_keypoints: keypoints.filter(({ seen }) => seen).length,
      }),
    };
  }
}

/** The box as a polygon: readers that want an outline get this one. */
function outlineOf([x, y, width, height]: Box): readonly number[] {
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}

function* categoryEntries(
  items: readonly ExportItem[],
  categories: CocoCategories,
): Generator<object> {
  const tasks = [...new Set(items.map(({ task }) => task))];
  const named = tasks.flatMap((task) => exportOf(task).keypoints ?? []);
  for (const category of categories.list()) {
    const keypoints = named.find(({ label }) => label === category.name);
    yield {
      ...category,
      ...(keypoints && { keypoints: keypoints.names, skeleton: keypoints.skeleton }),
    };
  }
}

function* mapped<From, To>(from: Iterable<From>, change: (value: From) => To): Generator<To> {
  for (const value of from) yield change(value);
}

/** The entries of a JSON list, one to a line. */
function* list(entries: Iterable<object>): Generator<string> {
  let first = true;
  for (const entry of entries) {
    yield `${first ? "" : ","}\n${JSON.stringify(entry)}`;
    first = false;
  }
}
