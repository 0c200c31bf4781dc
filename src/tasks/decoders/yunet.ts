import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { outputNamed } from "./output-named.ts";

/**
 * YuNet (Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023): on each level a class score, an
 * objectness and a box for every cell. The score is the geometric mean of the two; centres count from their
 * cell and sizes are logarithms, both in strides.
 */
export const decodeYunet: BoxDecoder<"yunet"> = (outputs, { levels }, { width }, minScore) => {
  const found: FoundBox[] = [];
  for (const { stride, cls, obj, bbox } of levels) {
    const columns = Math.max(1, Math.floor(width / stride));
    const sure = outputNamed(outputs, cls).data;
    const objectness = outputNamed(outputs, obj, sure.length).data;
    const boxes = outputNamed(outputs, bbox, sure.length * 4).data;
    for (let cell = 0; cell < sure.length; cell += 1) {
      const score = Math.sqrt(part(sure[cell]) * part(objectness[cell]));
      if (!(score >= minScore)) continue;
      const [dx = 0, dy = 0, wide = 0, high = 0] = boxes.subarray(cell * 4, cell * 4 + 4);
      const boxWidth = Math.exp(wide) * stride;
      const boxHeight = Math.exp(high) * stride;
      const centreX = ((cell % columns) + dx) * stride;
      const centreY = (Math.floor(cell / columns) + dy) * stride;
      found.push({
        classId: 0,
        score,
        box: [centreX - boxWidth / 2, centreY - boxHeight / 2, boxWidth, boxHeight],
      });
    }
  }
  return found;
};

function part(value: number | undefined): number {
  return Math.min(1, Math.max(0, value ?? 0));
}
