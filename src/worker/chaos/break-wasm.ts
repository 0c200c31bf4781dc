import { livingInstances, livingMemories } from "../memory-census.ts";
import { mostGrowthBytes } from "../memory-watch.ts";

const pageBytes = 65_536;

/**
 * Empties the tables through which the engines' WebAssembly calls its own functions: the next run of a model
 * traps inside the engine, as it does when its memory is damaged.
 */
export function breakEngine(): void {
  for (const { exports } of livingInstances()) {
    for (const table of Object.values(exports)) {
      if (!(table instanceof WebAssembly.Table)) continue;
      for (let at = 0; at < table.length; at += 1) table.set(at, null);
    }
  }
}

const leaked: WebAssembly.Memory[] = [];

/** Lets the engines' memory grow as a leak would, beyond what the worker puts up with. */
export function growMemory(): void {
  const bytes = mostGrowthBytes + 64 * 2 ** 20;
  for (const memory of livingMemories()) {
    // One thread's own memory is moved as it grows, and an engine that did not ask for it would notice.
    if (!(memory.buffer instanceof ArrayBuffer) && grown(memory, bytes)) return;
  }
  const piece = 16 * 2 ** 20;
  for (const { exports } of livingInstances()) {
    const { malloc } = exports;
    if (typeof malloc !== "function") continue;
    for (let taken = 0; taken < bytes; taken += piece) malloc(piece);
    return;
  }
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 32_768 });
  leaked.push(memory);
  memory.grow(bytes / pageBytes);
}

function grown(memory: WebAssembly.Memory, bytes: number): boolean {
  try {
    memory.grow(bytes / pageBytes);
    return true;
  } catch {
    // It has reached its maximum.
    return false;
  }
}
