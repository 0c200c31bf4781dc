import type { PortReport } from "../report.ts";
import { cellsOf, type Facts, type Recognised, shapeText } from "./facts.ts";

type Decoder = Recognised["decoder"];

/** No transformer asks for more things at once; lists of anchors are longer. */
const mostQueries = 1000;

/** Boxes and scores in outputs of their own: finished ones, sets of transformers, lists with doubles. */
export function recogniseLists(facts: Facts): Recognised | null {
  return rows(facts) ?? sorted(facts) ?? detr(facts) ?? list(facts);
}

function known(decoder: Decoder, ports: readonly PortReport[], confidence: number): Recognised {
  const detail = ports.map((port) => `${port.name} ${shapeText(port)}`).join(", ");
  return { decoder, confidence, reasons: [{ about: "decoder", code: "shape", detail }] };
}

/** Sizes of a shape, the batch left out where there is one; `null` where one is open. */
function inner({ shape }: PortReport, rank: number): readonly (number | null)[] | null {
  if (shape === null) return null;
  const sizes = shape.length === rank + 1 ? shape.slice(1) : shape;
  return sizes.length === rank ? sizes : null;
}

/** One row for each finished box: YOLOv7 end to end, and PaddleDetection, with a count beside it. */
function rows({ outputs, report, picture, has }: Facts): Recognised | null {
  const [output] = outputs;
  if (output?.shape?.length !== 2) return null;
  const [count = null, values = null] = output.shape;
  // As many rows as there are boxes; an open number of pictures is no such thing.
  const isList = has("NonMaxSuppression") || (count === null && picture?.port.shape?.[0] !== null);
  const isPaddle = report.inputs.some(({ name }) => /^(scale_factor|im_shape)$/.test(name));
  const common = { output: output.name, normalised: null };
  if (values === 7 && outputs.length === 1 && isList) {
    // YOLO-NAS has the score before the class.
    const [score, classId] = /flat/i.test(output.name) ? [5, 6] : [6, 5];
    const parameters = { ...common, values, box: 1, classId, score };
    return known({ id: "box-rows", parameters }, [output], 0.85);
  }
  if (values !== 6 || !(isPaddle || (isList && outputs.length === 2))) return null;
  const parameters = { ...common, values, classId: 0, score: 1, box: 2 };
  return known({ id: "box-rows", parameters }, [output], isPaddle ? 0.95 : 0.7);
}

/** Boxes, labels and scores by name: RT-DETR, torchvision, the SSDs of the ONNX model zoo, MMDeploy. */
function sorted({ outputs }: Facts): Recognised | null {
  const named = (pattern: RegExp): PortReport | undefined =>
    outputs.find(({ name }) => pattern.test(name));
  const boxes =
    named(/^(pred_|det_|output_)?(b?boxes|dets)$/i) ??
    outputs.find((output) => inner(output, 2)?.[1] === 4);
  const others = outputs.filter((output) => output !== boxes);
  const labels =
    named(/^(pred_|det_|output_)?(labels|classes|class_ids)$/i) ?? byType(others, /int/);
  const scores = named(/^(pred_|det_|output_)?scores$/i) ?? byType(others, /^float/);
  if (!labels || !boxes || !inner(labels, 1)) return null;
  const [, numbers = null] = inner(boxes, 2) ?? [];
  const joined = numbers === 5;
  if ((!joined && !scores) || (scores && !inner(scores, 1))) return null;
  const parameters = {
    boxes: boxes.name,
    labels: labels.name,
    scores: joined ? null : (scores?.name ?? null),
    normalised: null,
    // torchvision, whose lists have no batch, and the SSDs, whose boxes are "bboxes", count from 1.
    firstClass: boxes.shape?.length === 2 || /^bboxes$/i.test(boxes.name) ? 1 : 0,
  } as const;
  return known({ id: "sorted-boxes", parameters }, [boxes, labels], 0.9);
}

/** The only list of numbers of a type: labels are whole, scores are fractions. */
function byType(outputs: readonly PortReport[], type: RegExp): PortReport | undefined {
  const found = outputs.filter((output) => {
    const [count = 0] = inner(output, 1) ?? [0];
    return type.test(output.dtype) && (count === null || count > 1);
  });
  return found.length === 1 ? found[0] : undefined;
}

/** As many logits as boxes, at most a thousand of them. */
function detr({ outputs, labels }: Facts): Recognised | null {
  for (const boxes of outputs) {
    const [count = null, numbers = null] = inner(boxes, 2) ?? [];
    if (boxes.shape?.length !== 3 || numbers !== 4) continue;
    const named = /^(pred_boxes|dets)$/i.test(boxes.name);
    if (!named && (count === null || count > mostQueries)) continue;
    const logits = outputs.find(
      (other) => other !== boxes && other.shape?.length === 3 && other.shape[1] === count,
    );
    const values = logits?.shape?.[2] ?? 0;
    if (!logits || values < 2) continue;
    // DETR itself asks for a hundred things of 91 classes, one of which is nothing.
    const nothing =
      labels.length > 0 ? labels.length === values - 1 : values === 92 || count === 100;
    const parameters = {
      boxes: boxes.name,
      logits: logits.name,
      classes: values - (nothing ? 1 : 0),
      activation: nothing ? "softmax" : "sigmoid",
    } as const;
    return known({ id: "detr", parameters }, [logits, boxes], named ? 0.95 : 0.75);
  }
  return null;
}

/** Boxes whose anchors are applied, and scores of classes for each, either way round. */
function list(facts: Facts): Recognised | null {
  const { outputs, labels, picture } = facts;
  if (!picture) return null;
  for (const boxes of outputs) {
    const sizes = inner(boxes, 2) ?? inner(boxes, 3) ?? [];
    const count = sizes[0] ?? null;
    const isFlat = sizes.length === 2 || sizes[1] === 1;
    if (sizes.at(-1) !== 4 || !isFlat || (count !== null && count < 100)) continue;
    const found = outputs.flatMap((other) => {
      const [first = null, second = null] = inner(other, 2) ?? [];
      if (other === boxes || other.shape?.length !== 3) return [];
      if (first === count && second !== null)
        return [{ other, classes: second, transposed: false }];
      if (second === count && first !== null) return [{ other, classes: first, transposed: true }];
      return [];
    });
    const [scores] = found;
    if (!scores || scores.classes < 1) continue;
    const { classes, transposed, other } = scores;
    const isKeras = /yolonms/i.test(boxes.name);
    // The grids of YOLO networks have no background; lists of other lengths are anchors of an SSD.
    const isGrid = count === null || count === cellsOf(picture, [8, 16, 32]) || transposed;
    const background =
      labels.length > 0 ? labels.length === classes - 1 : !isGrid && [21, 81, 91].includes(classes);
    const parameters = {
      boxes: boxes.name,
      scores: other.name,
      classes,
      corners: isKeras ? "yxyx" : "xyxy",
      normalised: null,
      transposed,
      background,
    } as const;
    return known({ id: "box-list", parameters }, [boxes, other], 0.7);
  }
  return null;
}
