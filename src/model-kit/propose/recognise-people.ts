import type { PortReport } from "../report.ts";
import { type Facts, type Recognised, shapeText } from "./facts.ts";

/** Faces (UltraFace, YuNet, BlazeFace) and bodies (MoveNet), by outputs that only they have. */
export function recognisePeople(facts: Facts): Recognised | null {
  return yunet(facts) ?? blazeface(facts) ?? movenet(facts) ?? ultraface(facts);
}

/** https://github.com/opencv/opencv_zoo, face_detection_yunet: four outputs for each stride. */
function yunet({ outputs }: Facts): Recognised | null {
  const names = new Set(outputs.map(({ name }) => name));
  const levels = [8, 16, 32, 64].flatMap((stride) => {
    const level = {
      stride,
      cls: `cls_${stride}`,
      obj: `obj_${stride}`,
      bbox: `bbox_${stride}`,
      kps: `kps_${stride}`,
    };
    const all = [level.cls, level.obj, level.bbox, level.kps];
    return all.every((name) => names.has(name)) ? [level] : [];
  });
  if (levels.length < 2) return null;
  const reasons = [
    { about: "decoder", code: "name", detail: "cls_8, obj_8, bbox_8, kps_8" },
  ] as const;
  return { decoder: { id: "yunet", parameters: { levels } }, confidence: 0.98, reasons };
}

/** Rows and columns of `[1, N, K]`. */
function table({ shape }: PortReport): readonly [number, number] {
  return shape?.length === 3 ? [shape[1] ?? 0, shape[2] ?? 0] : [0, 0];
}

/** Rows of boxes with six points, 16 numbers, and rows of one score, as many of them. */
function blazeface({ outputs, picture }: Facts): Recognised | null {
  const boxes = outputs.filter((output) => table(output)[1] === 16);
  const levels = boxes.flatMap((output) => {
    const [anchors] = table(output);
    const scores = outputs.find((other) => {
      const [rows, columns] = table(other);
      return rows === anchors && columns === 1;
    });
    return scores ? [{ scores: scores.name, boxes: output.name, anchors }] : [];
  });
  const anchors = levels.reduce((sum, level) => sum + level.anchors, 0);
  if (!picture || levels.length !== boxes.length || ![896, 2304].includes(anchors)) return null;
  // The finer grid, which has more anchors, comes first among the anchors.
  levels.sort((a, b) => b.anchors - a.anchors);
  const detail = boxes.map(shapeText).join(" ");
  return {
    decoder: { id: "blazeface", parameters: { levels, side: picture.width } },
    confidence: 0.95,
    reasons: [{ about: "decoder", code: "shape", detail }],
  };
}

/** `[1, 1, 17, 3]` for one person, `[1, 6, 56]` for six. */
function movenet({ outputs }: Facts): Recognised | null {
  const [output] = outputs;
  const shape = output?.shape?.map((size) => size ?? 1) ?? [];
  if (!output || outputs.length !== 1) return null;
  const single = shape.length === 4 && shape[1] === 1 && shape[2] === 17 && shape[3] === 3;
  const several = shape.length === 3 && shape[1] === 6 && shape[2] === 56;
  if (!single && !several) return null;
  const parameters = { output: output.name, people: several ? 6 : 1 };
  const reasons = [{ about: "decoder", code: "shape", detail: shapeText(output) }] as const;
  return { decoder: { id: "movenet", parameters }, confidence: 0.95, reasons };
}

/** `[1, N, 2]` and `[1, N, 4]` with the anchors of four grids, already decoded. */
function ultraface({ outputs, picture }: Facts): Recognised | null {
  const scores = outputs.find((output) => table(output)[1] === 2);
  const boxes = outputs.find((output) => table(output)[1] === 4);
  if (!picture || !scores || !boxes || table(scores)[0] !== table(boxes)[0]) return null;
  const perCell = [3, 2, 2, 3];
  const anchors = perCell.reduce((sum, count, level) => {
    const stride = 8 * 2 ** level;
    const cells = Math.ceil(picture.width / stride) * Math.ceil(picture.height / stride);
    return sum + cells * count;
  }, 0);
  if (table(boxes)[0] !== anchors) return null;
  const parameters = { boxes: boxes.name, scores: scores.name };
  const detail = `${shapeText(scores)} ${shapeText(boxes)}`;
  const reasons = [{ about: "decoder", code: "shape", detail }] as const;
  return { decoder: { id: "ultraface", parameters }, confidence: 0.95, reasons };
}
