import { areProbabilities, bestClass, logistic, softmaxOf } from "./best-class.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * Grids of YOLO networks as they leave the last convolution: for each cell and each of its anchors a
 * centre, a size, an objectness and the classes. YOLOv2 (Redmon and Farhadi, arXiv 1612.08242, classes
 * through softmax), YOLOv3 (arXiv 1804.02767, sizes as powers of e), YOLOv4 (Bochkovskiy et al., arXiv
 * 2004.10934, whose centres are `spread` beyond their cell), YOLOv5 and v7 (arXiv 2207.02696, sizes as
 * squares up to four times the anchor).
 */
export const decodeYoloGrids: BoxDecoder<"yolo-grids"> = (
  outputs,
  { levels, classes, order, sizes, activated: stated, classScores },
  { width, height },
  minScore,
) => {
  const found: FoundBox[] = [];
  const values = 5 + classes;
  for (const { output: name, stride, anchors: flat, spread } of levels) {
    const { data, shape } = outputNamed(outputs, name);
    const anchors = flat.length / 2;
    const [columns, rows] = [Math.floor(width / stride), Math.floor(height / stride)];
    const cells = columns * rows;
    if (!Number.isInteger(anchors) || data.length !== cells * anchors * values) {
      misfit(name, `[${shape}] is no grid of ${columns} × ${rows} × ${anchors} × ${values}`);
    }
    const valueAt = (anchor: number, cell: number, value: number): number => {
      if (order === "ACHW") return data[(anchor * values + value) * cells + cell] ?? 0;
      const row = order === "AHWC" ? anchor * cells + cell : cell * anchors + anchor;
      return data[row * values + value] ?? 0;
    };
    const objectness = Float32Array.from({ length: anchors * cells }, (_, index) =>
      valueAt(Math.floor(index / cells), index % cells, 4),
    );
    const activated = stated ?? areProbabilities(objectness);
    const act = activated ? (value: number) => value : logistic;
    for (let anchor = 0; anchor < anchors; anchor += 1) {
      for (let cell = 0; cell < cells; cell += 1) {
        const thing = act(objectness[anchor * cells + cell] ?? 0);
        if (!(thing >= minScore)) continue;
        const at = (value: number): number => valueAt(anchor, cell, value);
        const scores = (classId: number): number => at(5 + classId);
        const [classId, highest] = bestClass(scores, classes);
        const sure =
          classScores === "softmax" && !activated
            ? softmaxOf(scores, classId, classes)
            : act(highest);
        const score = thing * sure;
        if (!(score >= minScore)) continue;
        const beyond = sizes === "square" ? 2 : spread;
        const centre = (value: number, start: number): number =>
          (act(value) * beyond - (beyond - 1) / 2 + start) * stride;
        const side = (value: number, of: number): number =>
          (sizes === "square" ? (2 * act(value)) ** 2 : Math.exp(value)) * of;
        const wide = side(at(2), flat[anchor * 2] ?? 0);
        const high = side(at(3), flat[anchor * 2 + 1] ?? 0);
        const x = centre(at(0), cell % columns);
        const y = centre(at(1), Math.floor(cell / columns));
        found.push({
          classId,
          score: Math.min(1, score),
          box: [x - wide / 2, y - high / 2, wide, high],
        });
      }
    }
  }
  return found;
};
