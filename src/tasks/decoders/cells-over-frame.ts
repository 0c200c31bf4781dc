import { type Affine, invert, mapPoint, type Size } from "#shared";

/**
 * For each cell of a grid laid over the whole frame, the cell of the same grid laid over the network's
 * input that shows it; −1 where the input does not (what a crop left out). Undefined where input and frame
 * show the same: then every cell is its own.
 * @param input the size of the network's input
 * @param toSource model-input pixels → source-frame pixels
 */
export function cellsOverFrame(
  { width, height }: Size,
  input: Size,
  toSource: Affine,
  frame: Size,
): Int32Array | undefined {
  const toInput = invert(toSource);
  const [left, top] = mapPoint(toInput, 0, 0);
  const [right, bottom] = mapPoint(toInput, frame.width, frame.height);
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.5;
  const whole = near(left, 0) && near(top, 0);
  if (whole && near(right, input.width) && near(bottom, input.height)) return undefined;
  const cells = new Int32Array(width * height).fill(-1);
  for (let row = 0; row < height; row += 1) {
    const y = top + ((row + 0.5) / height) * (bottom - top);
    const fromRow = Math.floor((y / input.height) * height);
    if (fromRow < 0 || fromRow >= height) continue;
    for (let column = 0; column < width; column += 1) {
      const x = left + ((column + 0.5) / width) * (right - left);
      const fromColumn = Math.floor((x / input.width) * width);
      if (fromColumn < 0 || fromColumn >= width) continue;
      cells[row * width + column] = fromRow * width + fromColumn;
    }
  }
  return cells;
}
