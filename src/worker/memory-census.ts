/** What the engines of this worker hold beyond the JavaScript heap. */
export interface HeldMemory {
  /** All WebAssembly memories together. */
  readonly wasmBytes: number;
  /** GPU buffers made and neither destroyed nor collected. */
  readonly gpuBuffers: number;
}

/** Counts what is made in this worker, from the moment it is installed. */
export interface MemoryCensus {
  held(): HeldMemory;
  memories(): readonly WebAssembly.Memory[];
  instances(): readonly WebAssembly.Instance[];
}

/** The parts of a thread's global scope that make what is counted. */
export interface CensusScope {
  readonly WebAssembly: Pick<
    typeof WebAssembly,
    "Memory" | "Instance" | "instantiate" | "instantiateStreaming"
  >;
  readonly GPUDevice?: { readonly prototype: Pick<GPUDevice, "createBuffer"> };
  readonly GPUBuffer?: { readonly prototype: Pick<GPUBuffer, "destroy"> };
}

/**
 * Begins to count: what makes memories, instances and buffers is wrapped, once per thread, before any engine
 * is there. Engines tell nobody what they hold, and a browser tells it of a whole page at most. Nothing is
 * kept alive by being counted.
 */
export function takeMemoryCensus(scope: CensusScope): MemoryCensus {
  const memories = new Living<WebAssembly.Memory>();
  const instances = new Living<WebAssembly.Instance>();
  const buffers = new Living<object>();
  const met = <T>(made: T): T => {
    const instance = made instanceof WebAssembly.Instance ? made : instanceOf(made);
    if (!instance) return made;
    instances.add(instance);
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
    return made;
  };

  const { WebAssembly: wasm, GPUDevice: Device, GPUBuffer: Buffer } = scope;
  wasm.Memory = new Proxy(wasm.Memory, {
    construct(Memory, [descriptor]) {
      const memory = new Memory(descriptor as WebAssembly.MemoryDescriptor);
      memories.add(memory);
      return memory;
    },
  });
  wasm.Instance = new Proxy(wasm.Instance, {
    construct(Instance, [module, imports]) {
      return met(new Instance(module as WebAssembly.Module, imports as WebAssembly.Imports));
    },
  });
  const meeting = <F extends (...given: never) => Promise<unknown>>(make: F): F =>
    new Proxy(make, {
      apply: async (target, self, given) => met(await Reflect.apply(target, self, given)),
    });
  wasm.instantiate = meeting(wasm.instantiate);
  // A browser may lack streaming; the libraries do without it then.
  if (wasm.instantiateStreaming) wasm.instantiateStreaming = meeting(wasm.instantiateStreaming);
  if (Device && Buffer) {
    Device.prototype.createBuffer = new Proxy(Device.prototype.createBuffer, {
      apply(make, self, given) {
        const buffer = Reflect.apply(make, self, given);
        buffers.add(buffer);
        return buffer;
      },
    });
    Buffer.prototype.destroy = new Proxy(Buffer.prototype.destroy, {
      apply(destroy, self, given) {
        buffers.delete(self);
        return Reflect.apply(destroy, self, given);
      },
    });
  }

  return {
    held: () => ({
      wasmBytes: memories.all().reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      gpuBuffers: buffers.all().length,
    }),
    memories: () => memories.all(),
    instances: () => instances.all(),
  };
}

/** The census of this thread; nothing is counted before `countMemory`. */
let census: MemoryCensus | undefined;

/** Begins the census of this thread. */
export function countMemory(): void {
  census ??= takeMemoryCensus(globalThis as unknown as CensusScope);
}

/** What this thread's engines hold. */
export function heldMemory(): HeldMemory {
  return census?.held() ?? { wasmBytes: 0, gpuBuffers: 0 };
}

/** The WebAssembly memories that live in this thread. */
export function livingMemories(): readonly WebAssembly.Memory[] {
  return census?.memories() ?? [];
}

/** The WebAssembly instances that live in this thread. */
export function livingInstances(): readonly WebAssembly.Instance[] {
  return census?.instances() ?? [];
}

/** Things that may be collected while they are remembered. */
class Living<T extends object> {
  readonly #known = new Set<WeakRef<T>>();
  readonly #refs = new WeakMap<T, WeakRef<T>>();

  add(thing: T): void {
    if (this.#refs.has(thing)) return;
    const ref = new WeakRef(thing);
    this.#refs.set(thing, ref);
    this.#known.add(ref);
  }

  delete(thing: T): void {
    const ref = this.#refs.get(thing);
    if (ref) this.#known.delete(ref);
  }

  /** Those that live; what was collected is forgotten. */
  all(): readonly T[] {
    const living: T[] = [];
    for (const ref of this.#known) {
      const thing = ref.deref();
      if (thing) living.push(thing);
      else this.#known.delete(ref);
    }
    return living;
  }
}

function instanceOf(made: unknown): WebAssembly.Instance | undefined {
  const { instance } = (made ?? {}) as { readonly instance?: unknown };
  return instance instanceof WebAssembly.Instance ? instance : undefined;
}
