import type { ModelReport, PortReport, ProposedInput } from "#model-kit";
import type { CardDecoder } from "#shared";

/** More classes than this are no classes. */
const mostClasses = 50_000;
const strides = [8, 16, 32] as const;

/**
 * How the outputs of a model could be read, by their shapes alone: what was proposed first, then whatever
 * else a person may know it to be, and at last as plain numbers.
 */
export function possibleDecoders(
  { outputs }: Pick<ModelReport, "outputs">,
  input: Pick<ProposedInput, "width" | "height" | "mean" | "std">,
  proposed: CardDecoder,
): readonly CardDecoder[] {
  const all: readonly CardDecoder[] = [
    proposed,
    ...outputs.flatMap((output) => [
      ...asScores(output),
      ...asBoxes(output, input),
      ...asMap(output, input),
    ]),
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
  return (["probabilities", "logits"] as const).map((scores) => ({
    id: "classify",
    parameters: { ...common, scores },
  }));
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
  const head = {
    output: name,
    normalised: null,
    keyPoints: 0,
    masks: null,
    oriented: false,
    endToEnd: false,
  };
  const transposed = rows > columns;
  const values = transposed ? columns : rows;
  for (const objectness of [false, true]) {
    const classes = values - (objectness ? 5 : 4);
    if (classes < 1 || values > 2048) continue;
    found.push({ id: "yolov8", parameters: { ...head, classes, transposed, objectness } });
  }
  if (columns === 6) {
    const parameters = { ...head, classes: 1, transposed: true, objectness: false };
    found.push({ id: "yolov8", parameters: { ...parameters, endToEnd: true } });
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
