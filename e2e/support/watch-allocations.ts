/** What was allocated at once, told by size and place. */
export interface Allocation {
  readonly bytes: number;
  readonly count: number;
  /** What made it, and for whom. */
  readonly by: string;
}

declare global {
  /** What the watch has found so far, most bytes first. */
  var allocations: (() => readonly Allocation[]) | undefined;
}

/**
 * Notes every array and picture of more than so many bytes that is made from now on in this thread, by
 * whomever: constructors, `from`, `slice` and the like, canvases. Views of memory that is there are none. Runs
 * in a worker; free of everything outside itself.
 */
export function watchAllocations(atLeastBytes: number): void {
  const found = new Map<string, { bytes: number; count: number; by: string }>();
  const note = (bytes: number, what: string): void => {
    if (bytes < atLeastBytes) return;
    const stack = (new Error().stack ?? "").split("\n").slice(3, 8);
    const by = [what, ...stack.map((line) => line.trim())].join(" ");
    const known = found.get(`${bytes} ${by}`) ?? { bytes, count: 0, by };
    known.count += 1;
    found.set(`${bytes} ${by}`, known);
  };
  globalThis.allocations = () => [...found.values()].sort((a, b) => b.bytes - a.bytes);

  type Made = { readonly byteLength: number };
  type Class = { new (...given: unknown[]): Made; prototype: Record<string, unknown> };
  const scope = globalThis as unknown as Record<string, Class | undefined>;
  const isMemory = (given: unknown): boolean =>
    given instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === "function" && given instanceof SharedArrayBuffer);
  const arrays = ["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32"];
  const classes = [
    ...[...arrays, "Float32", "Float64", "BigInt64", "BigUint64"].map((name) => `${name}Array`),
    ...["ArrayBuffer", "SharedArrayBuffer"],
  ];
  for (const name of classes) {
    const original = scope[name];
    if (!original) continue;
    const watched: Class = new Proxy(original, {
      construct(target, given, caller) {
        const made = Reflect.construct(target, given, caller === watched ? target : caller) as Made;
        if (!isMemory(given[0])) note(made.byteLength, name);
        return made;
      },
    });
    // `slice`, `map` and the like make their arrays by it.
    original.prototype.constructor = watched;
    scope[name] = watched;
  }
  const context = OffscreenCanvasRenderingContext2D.prototype as unknown as Record<
    string,
    (...given: unknown[]) => ImageData
  >;
  for (const name of ["getImageData", "createImageData"]) {
    const original = context[name];
    if (!original) continue;
    context[name] = function (this: unknown, ...given: unknown[]): ImageData {
      const made = original.apply(this, given);
      note(made.data.byteLength, name);
      return made;
    };
  }
}
