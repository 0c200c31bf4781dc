const pageBytes = 65_536;
let isLimited = false;

/**
 * From now on no WebAssembly memory of this thread grows beyond a budget: an engine then fails as it does
 * when the device has no more, instead of taking the page with it. The first budget stands.
 */
export function limitMemory(budgetBytes: number): void {
  if (isLimited) return;
  isLimited = true;
  const { prototype } = WebAssembly.Memory;
  const grow = prototype.grow;
  prototype.grow = function (this: WebAssembly.Memory, delta: number): number {
    if (this.buffer.byteLength + delta * pageBytes > budgetBytes) {
      throw new RangeError(`WebAssembly.Memory.grow(): beyond the budget of ${budgetBytes} bytes`);
    }
    return grow.call(this, delta);
  };
}
