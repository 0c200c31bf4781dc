import { bestClass, logistic } from "./best-class.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * FastestDet (https://github.com/dog-qiuqiu/FastestDet): one grid, `[1, 5 + classes, H, W]`, of
 * objectness, centre, size and classes. Centres reach a cell to each side by a hyperbolic tangent, sizes
 * are parts of the input's sides by the logistic function; the score weighs objectness over class.
 */
export const decodeFastestdet: BoxDecoder<"fastestdet"> = (
  outputs,
  { output: name, classes },
  { width, height },
  minScore,
) => {
  const { data, shape } = outputNamed(outputs, name);
  const [rows = 0, columns = 0] = shape.slice(-2);
  const cells = rows * columns;
  if (cells === 0 || data.length !== cells * (5 + classes)) {
    misfit(name, `[${shape}] has not ${5 + classes} values for each cell`);
  }
  const found: FoundBox[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const at = (value: number): number => data[value * cells + cell] ?? 0;
    const [classId, highest] = bestClass((value) => at(5 + value), classes);
    const score = Math.max(0, at(0)) ** 0.6 * Math.max(0, highest) ** 0.4;
    if (!(score >= minScore)) continue;
    const x = (((cell % columns) + Math.tanh(at(1))) / columns) * width;
    const y = ((Math.floor(cell / columns) + Math.tanh(at(2))) / rows) * height;
    const [wide, high] = [logistic(at(3)) * width, logistic(at(4)) * height];
    found.push({
      classId,
      score: Math.min(1, score),
      box: [x - wide / 2, y - high / 2, wide, high],
    });
  }
  return found;
};
