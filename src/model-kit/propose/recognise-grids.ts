import type { PortReport } from "../report.ts";
import { cellsOf, type Facts, type PictureInput, type Recognised, shapeText } from "./facts.ts";
import { publishedAnchors } from "./yolo-anchors.ts";

type Decoder = Recognised["decoder"];

/** Bins of the distributions of NanoDet and of YOLOv8, for each of four sides. */
const nanodetBins = 8;
const yoloBins = 16;

/** Networks whose grids are left as they come out of the last convolution. */
export function recogniseGrids(facts: Facts): Recognised | null {
  const { picture } = facts;
  if (!picture) return null;
  return (
    nanodet(facts, picture) ??
    rawYolov8(facts, picture) ??
    yoloGrids(facts, picture) ??
    fastestdet(facts, picture) ??
    centernet(facts, picture)
  );
}

function known(decoder: Decoder, outputs: readonly PortReport[], confidence: number): Recognised {
  const detail = outputs.slice(0, 3).map(shapeText).join(" ");
  return { decoder, confidence, reasons: [{ about: "decoder", code: "shape", detail }] };
}

/** One output of rows, classes and then distances; or two for each stride, told by their names. */
function nanodet({ outputs, report, labels }: Facts, picture: PictureInput): Recognised | null {
  const [output] = outputs;
  const sides = 4 * nanodetBins;
  if (outputs.length === 1 && output?.shape?.length === 3) {
    const [, rows = 0, columns = 0] = output.shape.map((size) => size ?? 0);
    const strides = [
      [8, 16, 32, 64],
      [8, 16, 32],
    ].find((set) => cellsOf(picture, set) === rows);
    const classes = columns - sides;
    const named = /nanodet/i.test(`${report.title} ${report.producer} ${output.name}`);
    if (!strides || classes < 1) return null;
    if (classes !== 80 && classes !== labels.length && !named) return null;
    const parameters = {
      levels: strides.map((stride) => ({ scores: output.name, distances: output.name, stride })),
      classes,
      bins: nanodetBins,
      planes: false,
      distancesFirst: false,
      // NanoDet-Plus, which has a fourth grid, counts from the corners of its cells.
      offset: strides.length === 4 ? 0 : 0.5,
    } as const;
    return known({ id: "nanodet", parameters }, outputs, named ? 0.95 : 0.85);
  }
  const levels = [8, 16, 32, 64].flatMap((stride) => {
    const ending = new RegExp(`(^|\\D)${stride}$`);
    const cells = cellsOf(picture, [stride]);
    const own = outputs.filter(({ name, shape }) => ending.test(name) && shape?.[1] === cells);
    const distances = own.find(({ shape }) => shape?.[2] === sides);
    const scores = own.find((other) => other !== distances && other.shape?.length === 3);
    return scores && distances ? [{ stride, scores, distances }] : [];
  });
  const classes = levels[0]?.scores.shape?.[2] ?? 0;
  if (levels.length < 2 || levels.length * 2 !== outputs.length || classes < 1) return null;
  const parameters = {
    levels: levels.map(({ stride, scores, distances }) => {
      return { stride, scores: scores.name, distances: distances.name };
    }),
    classes,
    bins: nanodetBins,
    planes: false,
    distancesFirst: false,
    offset: levels.length === 4 ? 0 : 0.5,
  } as const;
  return known({ id: "nanodet", parameters }, outputs, 0.9);
}

/** `[1, 64 + classes, H, W]` for each stride: YOLOv8 cut off before its end, as for small devices. */
function rawYolov8({ outputs, labels }: Facts, picture: PictureInput): Recognised | null {
  const [first] = outputs;
  const values = first?.shape?.[1] ?? 0;
  const classes = values - 4 * yoloBins;
  if (classes < 1 || (classes !== 80 && classes !== labels.length)) return null;
  const levels = levelsOf(
    outputs,
    picture,
    ({ shape }) => shape?.length === 4 && shape[1] === values,
    [2, 3],
  );
  if (levels.length < 2) return null;
  const parameters = {
    levels: levels.map(({ output, stride }) => ({ stride, scores: output, distances: output })),
    classes,
    bins: yoloBins,
    planes: true,
    distancesFirst: true,
    offset: 0.5,
  } as const;
  return known({ id: "nanodet", parameters }, outputs, 0.9);
}

/** Outputs that pass a test and have the sides of one stride each, finest first. */
function levelsOf(
  outputs: readonly PortReport[],
  { width, height }: PictureInput,
  test: (output: PortReport) => boolean,
  [rowAxis, columnAxis]: readonly [number, number],
): readonly { readonly output: string; readonly stride: number }[] {
  return [8, 16, 32, 64].flatMap((stride) => {
    const found = outputs.find(
      (output) =>
        test(output) &&
        output.shape?.[rowAxis] === Math.ceil(height / stride) &&
        output.shape[columnAxis] === Math.ceil(width / stride),
    );
    return found ? [{ output: found.name, stride }] : [];
  });
}

/** How anchors, cells and values may follow each other, and where rows and columns then stand. */
const orders = [
  { rank: 4, order: "ACHW", rows: 2, columns: 3, anchors: null, values: 1 },
  { rank: 4, order: "HWAC", rows: 1, columns: 2, anchors: null, values: 3 },
  { rank: 5, order: "AHWC", rows: 2, columns: 3, anchors: 1, values: 4 },
  { rank: 5, order: "HWAC", rows: 1, columns: 2, anchors: 3, values: 4 },
  { rank: 5, order: "ACHW", rows: 3, columns: 4, anchors: 1, values: 2 },
] as const;

/** Two to four outputs with the sides of their strides, or one of YOLOv2. */
function yoloGrids({ outputs, labels, report }: Facts, picture: PictureInput): Recognised | null {
  for (const { rank, order, rows, columns, anchors, values } of orders) {
    const levels = levelsOf(outputs, picture, ({ shape }) => shape?.length === rank, [
      rows,
      columns,
    ]);
    if (levels.length !== outputs.length) continue;
    const sizes = outputs.map(
      ({ shape }) =>
        [anchors === null ? null : (shape?.[anchors] ?? 0), shape?.[values] ?? 0] as const,
    );
    const [[stated = null, numbers = 0] = []] = sizes;
    if (!sizes.every(([count, size]) => count === stated && size === numbers)) continue;
    const perCell = stated ?? (outputs.length === 1 ? 5 : 3);
    const each = stated === null ? numbers / perCell : numbers;
    const classes = each - 5;
    if (!Number.isInteger(classes) || classes < 1) continue;
    // One map alone may be anything: only a number of classes that is known tells.
    if (outputs.length === 1 && ![20, 80, labels.length].includes(classes)) continue;
    const strides = levels.map(({ stride }) => stride);
    const name = `${report.title} ${report.producer}`;
    const lists = publishedAnchors(name, strides, perCell, classes);
    if (!lists) continue;
    const isV4 = /v4/i.test(name);
    const parameters = {
      levels: levels.map((level, index) => ({
        ...level,
        anchors: lists[index] ?? [],
        // As published for YOLOv4, finest first.
        spread: isV4 ? ([1.2, 1.1, 1.05][index] ?? 1) : 1,
      })),
      classes,
      order,
      // Ultralytics and YOLOv7 write anchors before cells.
      sizes: order === "AHWC" ? "square" : "exp",
      activated: null,
      classScores: outputs.length === 1 ? "softmax" : "sigmoid",
    } as const;
    return known({ id: "yolo-grids", parameters }, outputs, 0.85);
  }
  return null;
}

/** One grid of a sixteenth of the input: objectness, box and classes. */
function fastestdet({ outputs, labels, has }: Facts, picture: PictureInput): Recognised | null {
  const [output] = outputs;
  if (!output || outputs.length !== 1 || output.shape?.length !== 4) return null;
  const [, values = 0, rows = 0, columns = 0] = output.shape.map((size) => size ?? 0);
  const classes = values - 5;
  if (rows * 16 !== picture.height || columns * 16 !== picture.width || classes < 1) return null;
  if ((classes !== 80 && classes !== labels.length) || !has("Sigmoid", "LOGISTIC")) return null;
  const parameters = { output: output.name, classes };
  return known({ id: "fastestdet", parameters }, outputs, 0.85);
}

/** Heat maps of a quarter of the input, and one or two outputs of pairs as large. */
function centernet({ outputs, has }: Facts, picture: PictureInput): Recognised | null {
  for (const layout of ["NCHW", "NHWC"] as const) {
    const [channelAxis, rowAxis] = layout === "NCHW" ? [1, 2] : [3, 1];
    const maps = outputs.filter(({ shape }) => {
      if (shape?.length !== 4) return false;
      return shape[rowAxis] === picture.height / 4 && shape[rowAxis + 1] === picture.width / 4;
    });
    if (maps.length !== outputs.length || maps.length < 2 || maps.length > 3) continue;
    const channels = ({ shape }: PortReport): number => shape?.[channelAxis] ?? 0;
    const pairs = maps.filter((map) => channels(map) === 2 && !/^(hm|heat)/i.test(map.name));
    const heat = maps.find((map) => !pairs.includes(map));
    if (!heat || pairs.length !== maps.length - 1) continue;
    const place = pairs.find(({ name }) => /reg|off/i.test(name)) ?? pairs[1];
    const size = pairs.find((pair) => pair !== place);
    if (!size) continue;
    const parameters = {
      heat: heat.name,
      size: size.name,
      offset: place?.name ?? null,
      classes: channels(heat),
      layout,
      scores: has("Sigmoid", "LOGISTIC") ? "probabilities" : "logits",
    } as const;
    return known({ id: "centernet", parameters }, outputs, 0.85);
  }
  return null;
}
