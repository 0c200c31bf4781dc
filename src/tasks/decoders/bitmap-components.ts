/** A point `[x, y]`, x to the right and y down. */
export type Point = readonly [x: number, y: number];

/** Pixels of a bitmap that hang together. */
export interface BitmapComponent {
  /** How many pixels. */
  readonly area: number;
  /** Centres of the first and last pixel of its runs: their convex hull is that of all its centres. */
  readonly ends: readonly Point[];
}

/** A run of set pixels in one row: columns `from` up to, not including, `to`. */
interface Run {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Index of another run of the same component; its own for the component's first. */
  parent: number;
}

/**
 * The 8-connected components of the pixels of `map` (`[height, width]`, row-major) above `threshold`,
 * in the order of their topmost rows. The centre of the
 * first pixel is (0.5, 0.5).
 * Runs of one pass joined in a forest: Rosenfeld and Pfaltz, "Sequential Operations in Digital Picture
 * Processing", 1966, with runs for pixels.
 */
export function bitmapComponents(
  map: Float32Array,
  width: number,
  height: number,
  threshold: number,
): readonly BitmapComponent[] {
  const runs: Run[] = [];
  let aboveStart = 0;
  for (let row = 0; row < height; row += 1) {
    const rowStart = runs.length;
    let above = aboveStart;
    for (let x = 0; x < width; x += 1) {
      if (!((map[row * width + x] as number) > threshold)) continue;
      const from = x;
      while (x < width && (map[row * width + x] as number) > threshold) x += 1;
      const index = runs.length;
      runs.push({ row, from, to: x, parent: index });
      // Runs that end before this one begins, corner to corner still counting, touch no later run.
      while (above < rowStart && (runs[above] as Run).to < from) above += 1;
      for (let other = above; other < rowStart && (runs[other] as Run).from <= x; other += 1) {
        join(runs, other, index);
      }
    }
    aboveStart = rowStart;
  }
  return collect(runs);
}

function rootOf(runs: readonly Run[], index: number): number {
  let root = index;
  for (;;) {
    const run = runs[root] as Run;
    if (run.parent === root) return root;
    // Halving the way at each visit keeps it short.
    run.parent = (runs[run.parent] as Run).parent;
    root = run.parent;
  }
}

function join(runs: readonly Run[], a: number, b: number): void {
  const [first, second] = [rootOf(runs, a), rootOf(runs, b)];
  // The earlier run stays the root, so components come in the order of their topmost rows.
  (runs[Math.max(first, second)] as Run).parent = Math.min(first, second);
}

function collect(runs: readonly Run[]): readonly BitmapComponent[] {
  const components = new Map<number, { area: number; ends: Point[] }>();
  for (const [index, { row, from, to }] of runs.entries()) {
    const root = rootOf(runs, index);
    let component = components.get(root);
    if (!component) {
      component = { area: 0, ends: [] };
      components.set(root, component);
    }
    component.area += to - from;
    component.ends.push([from + 0.5, row + 0.5], [to - 0.5, row + 0.5]);
  }
  return [...components.values()];
}
