import type { PortReport } from "#model-kit";
import type { CardDecoder, DecoderParameters, Size } from "#shared";

/** Cells of the grids of these strides, one after the other. */
function cellsOf({ width, height }: Size, strides: readonly number[]): number {
  return strides.reduce(
    (sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride),
    0,
  );
}

/** How a pair of outputs could be read as boxes and what is known of each: by their shapes alone. */
export function asPairs(outputs: readonly PortReport[]): readonly CardDecoder[] {
  return outputs.flatMap((boxes): readonly CardDecoder[] => {
    const { shape } = boxes;
    const rows = shape && shape.length > 1 ? (shape[shape.length === 2 ? 0 : 1] ?? null) : null;
    if (shape?.at(-1) !== 4 || shape.length < 2) return [];
    return outputs.flatMap((other) => {
      if (other === boxes || other.shape?.length !== 3) return [];
      const [, first = null, second = null] = other.shape;
      const transposed = first !== rows && second === rows;
      const classes = transposed ? first : second;
      return classes === null || classes < 1 || (first !== rows && !transposed)
        ? []
        : boxLists(boxes.name, other.name, classes, transposed);
    });
  });
}

function boxLists(
  boxes: string,
  scores: string,
  classes: number,
  transposed: boolean,
): readonly CardDecoder[] {
  const common = { boxes, scores, classes, normalised: null, transposed };
  const found: CardDecoder[] = (["xyxy", "cxcywh", "yxyx"] as const).map((corners) => {
    return { id: "box-list", parameters: { ...common, corners, background: false } };
  });
  if (classes > 1) {
    const parameters = { ...common, corners: "xyxy", background: true } as const;
    found.push({ id: "box-list", parameters });
  }
  if (transposed) return found;
  const set = { boxes, logits: scores };
  found.push({ id: "detr", parameters: { ...set, classes, activation: "sigmoid" } });
  if (classes > 1) {
    const parameters = { ...set, classes: classes - 1, activation: "softmax" } as const;
    found.push({ id: "detr", parameters });
  }
  return found;
}

/** How one output could be read as boxes that hardly anything tells of: rows, distances, a grid. */
export function asRareBoxes({ name, shape }: PortReport, input: Size): readonly CardDecoder[] {
  const sizes = (shape ?? []).map((size) => size ?? 0);
  const [first = 0, second = 0, third = 0, fourth = 0] = sizes;
  const columns = sizes.at(-1) ?? 0;
  const found: CardDecoder[] = [];
  if (sizes.length === 2 && (columns === 6 || columns === 7) && first !== 1) {
    const common = { output: name, values: columns, normalised: null };
    const places: readonly Pick<DecoderParameters["box-rows"], "box" | "score" | "classId">[] =
      columns === 7
        ? [{ box: 1, classId: 5, score: 6 }]
        : [
            { classId: 0, score: 1, box: 2 },
            { box: 0, score: 4, classId: 5 },
          ];
    for (const place of places) found.push({ id: "box-rows", parameters: { ...common, ...place } });
  }
  for (const strides of [
    [8, 16, 32, 64],
    [8, 16, 32],
  ]) {
    const classes = columns - 32;
    if (sizes.length !== 3 || second !== cellsOf(input, strides) || classes < 1) continue;
    const levels = strides.map((stride) => ({ scores: name, distances: name, stride }));
    const offset = strides.length === 4 ? 0 : 0.5;
    const parameters = { levels, classes, bins: 8, planes: false, distancesFirst: false, offset };
    found.push({ id: "nanodet", parameters: { ...parameters, offset } });
  }
  if (sizes.length === 4 && second > 5 && Math.min(third, fourth) > 1 && second <= 256) {
    found.push({ id: "fastestdet", parameters: { output: name, classes: second - 5 } });
  }
  return found;
}
