/** One layer of a single-shot network: a grid of cells, each with the same number of anchors. */
export interface AnchorLayer {
  /** Model-input pixels per cell. */
  readonly stride: number;
  readonly anchorsPerCell: number;
}

/**
 * The centres of all anchors as `[x0, y0, x1, y1, …]` in model-input pixels, layer by layer, row by row,
 * the anchors of a cell next to each other. They have no size of their own: the network answers with
 * boxes in pixels (Bazarevsky et al., "BlazeFace", arXiv 1907.05047, section 3.3).
 */
export function anchorCentres(
  width: number,
  height: number,
  layers: readonly AnchorLayer[],
): Float32Array {
  const centres: number[] = [];
  for (const { stride, anchorsPerCell } of layers) {
    const columns = Math.ceil(width / stride);
    const cells = columns * Math.ceil(height / stride);
    for (let cell = 0; cell < cells; cell += 1) {
      const x = ((cell % columns) + 0.5) * stride;
      const y = (Math.floor(cell / columns) + 0.5) * stride;
      for (let anchor = 0; anchor < anchorsPerCell; anchor += 1) centres.push(x, y);
    }
  }
  return Float32Array.from(centres);
}
