/** An anchor as parts of the input's sides: centre and size. */
export type PriorBox = readonly [x: number, y: number, width: number, height: number];

const layers = 6;
const [leastScale, mostScale] = [0.2, 0.95];
const ratios = [1, 2, 1 / 2, 3, 1 / 3];

/**
 * The anchors of SSD on MobileNet as the TensorFlow Object Detection API makes them (`ssd_anchor_generator`:
 * six layers from stride 16 on, scales 0.2 … 0.95, three small boxes on the finest layer and six on the
 * others), in the order of the network's answers. 1917 for 300 × 300, 2034 for 320 × 320.
 */
export function priorBoxes(width: number, height: number): readonly PriorBox[] {
  const priors: PriorBox[] = [];
  const scaleOf = (layer: number): number =>
    layer >= layers ? 1 : leastScale + ((mostScale - leastScale) * layer) / (layers - 1);
  let [columns, rows] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  for (let layer = 0; layer < layers; layer += 1) {
    const scale = scaleOf(layer);
    const shapes: readonly (readonly [number, number])[] =
      layer === 0
        ? [
            [0.1, 1],
            [scale, 2],
            [scale, 1 / 2],
          ]
        : [
            ...ratios.map((ratio) => [scale, ratio] as const),
            [Math.sqrt(scale * scaleOf(layer + 1)), 1] as const,
          ];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        for (const [size, ratio] of shapes) {
          const root = Math.sqrt(ratio);
          priors.push([(column + 0.5) / columns, (row + 0.5) / rows, size * root, size / root]);
        }
      }
    }
    [columns, rows] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
  }
  return priors;
}
