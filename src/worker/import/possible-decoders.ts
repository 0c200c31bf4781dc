import type { ModelReport, PortReport, ProposedInput } from "#model-kit";
import type { CardDecoder } from "#shared";
import { asPairs, asRareBoxes } from "./possible-boxes.ts";

/** More classes than this are no classes. */
const mostClasses = 50_000;
const strides = [8, 16, 32] as const;
/** The points of a body. */
const bodyPoints = 17;
/** A network that knows bodies knows few other things. */
const mostBodyClasses = 8;

/**
 * How the outputs of a model could be read, by their shapes alone: what was proposed first, then whatever
 * else a person may know it to be, and at last as plain numbers.
 */
export function possibleDecoders(
  { outputs: stated }: Pick<ModelReport, "outputs">,
  input: Pick<ProposedInput, "width" | "height" | "mean" | "std">,
  proposed: CardDecoder,
): readonly CardDecoder[] {
  const outputs = stated.map((port) =>
    port.followedShape ? { ...port, shape: port.followedShape } : port,
  );
  const all: readonly CardDecoder[] = [
    proposed,
    ...outputs.flatMap((output) => [
      ...asScores(output),
      ...asBoxes(output, input),
      ...asYolo(output, outputs),
      ...asRareBoxes(output, input),
      ...asMap(output, input),
    ]),
    ...asPairs(outputs),
    { id: "raw", parameters: { outputs: outputs.map(({ name }) => name) } },
  ];
  const seen = new Set<string>();
  return all.filter((decoder) => {
    const key = JSON.stringify([decoder.id, Object.entries(decoder.parameters).sort()]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function asScores({ name, shape }: PortReport): readonly CardDecoder[] {
  const classes = shape?.reduce<number>((product, size) => product * (size ?? 1), 1) ?? 0;
  const isList = (shape?.filter((size) => size !== null && size > 1).length ?? 0) === 1;
  if (!isList || classes < 2 || classes > mostClasses) return [];
  const common = { output: name, classes, background: false };
  const asClasses = (["probabilities", "logits"] as const).map(
    (scores): CardDecoder => ({ id: "classify", parameters: { ...common, scores } }),
  );
  const asDirection: CardDecoder = { id: "embedding", parameters: { output: name, size: classes } };
  return classes < 16 ? asClasses : [...asClasses, asDirection];
}

function asBoxes(
  { name, shape }: PortReport,
  { width, height }: { readonly width: number; readonly height: number },
): readonly CardDecoder[] {
  if (shape?.length !== 3) return [];
  const [, rows, columns] = shape.map((size) => size ?? 0);
  if (!rows || !columns) return [];
  const found: CardDecoder[] = [];
  const cells = strides.reduce(
    (sum, stride) => sum + Math.floor(width / stride) * Math.floor(height / stride),
    0,
  );
  if (rows === cells && columns > 5) {
    for (const decoded of [false, true]) {
      const parameters = { output: name, classes: columns - 5, strides, decoded };
      found.push({ id: "yolox", parameters });
    }
  }
  const head = { output: name, normalised: null, keyPoints: 0, masks: null, oriented: false };
  const transposed = rows > columns;
  const values = transposed ? columns : rows;
  for (const objectness of [false, true]) {
    const classes = values - (objectness ? 5 : 4);
    if (classes < 1 || values > 2048) continue;
    const parameters = { ...head, classes, transposed, objectness, endToEnd: false };
    found.push({ id: "yolov8", parameters });
  }
  if (columns === 6) {
    const parameters = { ...head, classes: 1, transposed: true, objectness: false, endToEnd: true };
    found.push({ id: "yolov8", parameters });
  }
  return found;
}

/** Heads of the YOLO family that tell more than boxes: shapes, the points of a body, an angle. */
function asYolo(
  { name, shape }: PortReport,
  outputs: readonly PortReport[],
): readonly CardDecoder[] {
  const [, rows = 0, columns = 0] = shape?.length === 3 ? shape.map((size) => size ?? 0) : [];
  if (Math.min(rows, columns) < 1 || Math.min(rows, columns) > 2048) return [];
  const transposed = rows > columns;
  const values = transposed ? columns : rows;
  const common = { output: name, normalised: null };
  const spread = { ...common, transposed, endToEnd: false };
  const sorted = { ...common, transposed: true, endToEnd: true };
  const found: CardDecoder[] = [];
  for (const other of outputs) {
    if (other.name === name || other.shape?.length !== 4) continue;
    for (const layout of ["NCHW", "NHWC"] as const) {
      const coefficients = other.shape[layout === "NCHW" ? 1 : 3] ?? 0;
      if (coefficients < 8) continue;
      const masks = { coefficients, prototypes: other.name, layout };
      if (columns === 6 + coefficients) {
        found.push({ id: "yolo-masks", parameters: { ...sorted, ...masks, classes: 1 } });
      } else if (values > 4 + coefficients) {
        const classes = values - 4 - coefficients;
        found.push({ id: "yolo-masks", parameters: { ...spread, ...masks, classes } });
      }
    }
  }
  for (const numbers of [2, 3] as const) {
    const classes = values - 4 - bodyPoints * numbers;
    if (columns === 6 + bodyPoints * numbers) {
      found.push({ id: "yolo-pose", parameters: { ...sorted, classes: 1, numbers } });
    } else if (classes >= 1 && classes <= mostBodyClasses) {
      found.push({ id: "yolo-pose", parameters: { ...spread, classes, numbers } });
    }
  }
  if (columns === 7) found.push({ id: "yolo-turned", parameters: { ...sorted, classes: 1 } });
  else if (values > 5) {
    found.push({ id: "yolo-turned", parameters: { ...spread, classes: values - 5 } });
  }
  return found;
}

function asMap(
  { name, shape }: PortReport,
  input: Pick<ProposedInput, "width" | "mean" | "std">,
): readonly CardDecoder[] {
  const sizes = (shape ?? []).map((size) => size ?? 0);
  if (sizes.length === 3) {
    const parameters = { output: name, classes: 256, layout: "NHWC", argmax: true } as const;
    return Math.min(sizes[1] ?? 0, sizes[2] ?? 0) < 8 ? [] : [{ id: "semantic", parameters }];
  }
  if (sizes.length !== 4) return [];
  return (["NHWC", "NCHW"] as const).flatMap((layout): readonly CardDecoder[] => {
    const [channels = 0, width = 0, height = 0] =
      layout === "NHWC" ? [sizes[3], sizes[2], sizes[1]] : [sizes[1], sizes[3], sizes[2]];
    if (Math.min(width, height) < 8 || channels < 1 || channels > 256) return [];
    const found: CardDecoder[] = [];
    if (channels > 1) {
      const parameters = { output: name, classes: channels, layout, argmax: false };
      found.push({ id: "semantic", parameters });
    }
    if (channels === bodyPoints) {
      const joints = { output: name, offsets: null, layout, scores: "probabilities" } as const;
      found.push({ id: "heat-maps", parameters: joints });
    }
    if (channels === 1) found.push({ id: "text-map", parameters: { output: name } });
    if (channels <= 2) {
      const channel = channels - 1;
      const parameters = { output: name, layout, channel, scores: "probabilities" } as const;
      found.push({ id: "person-mask", parameters });
    }
    if (channels === 1 || channels === 3) {
      const scale = width / Math.max(1, input.width);
      const range = rangeLike(input);
      found.push({ id: "image", parameters: { output: name, layout, channels, range, scale } });
    }
    return found;
  });
}

/** Pictures mostly leave a network as they enter it. */
function rangeLike({ mean, std }: Pick<ProposedInput, "mean" | "std">): "0…1" | "-1…1" | "0…255" {
  if (std[0] <= 2) return "0…255";
  return mean[0] > 100 && std[0] > 100 ? "-1…1" : "0…1";
}
