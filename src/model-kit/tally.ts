import { bytesOf } from "./element-types.ts";
import type { ElementType, OperatorReport, WeightReport } from "./report.ts";

/** Counts operators while a graph is walked. */
export class OperatorTally {
  readonly #counts = new Map<
    string,
    Omit<OperatorReport, "count" | "dtypes"> & { count: number; dtypes: Set<ElementType> }
  >();

  add(
    operator: Pick<OperatorReport, "name" | "domain" | "custom" | "version">,
    dtypes: readonly ElementType[],
  ): void {
    const key = `${operator.domain}/${operator.name}`;
    const known = this.#counts.get(key);
    const entry = known ?? { ...operator, count: 0, dtypes: new Set() };
    if (!known) this.#counts.set(key, entry);
    entry.count += 1;
    for (const dtype of dtypes) if (dtype !== "unknown") entry.dtypes.add(dtype);
  }

  has(name: string): boolean {
    return this.#counts.has(`/${name}`) || this.#counts.has(`com.microsoft/${name}`);
  }

  /** The most frequent first, then by name. */
  report(): OperatorReport[] {
    return [...this.#counts.values()]
      .map((entry) => ({ ...entry, dtypes: [...entry.dtypes].sort() }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  }
}

/** Counts weights while a file is walked. */
export class WeightTally {
  readonly #counts = new Map<ElementType, { tensors: number; elements: number; bytes: number }>();
  elements = 0;
  bytes = 0;

  add(dtype: ElementType, elements: number, bytes = bytesOf(dtype, elements)): void {
    const entry = this.#counts.get(dtype) ?? { tensors: 0, elements: 0, bytes: 0 };
    entry.tensors += 1;
    entry.elements += elements;
    entry.bytes += bytes;
    this.elements += elements;
    this.bytes += bytes;
    this.#counts.set(dtype, entry);
  }

  /** The share of all elements that is of one type, 0 … 1. */
  share(dtype: ElementType): number {
    return this.elements === 0 ? 0 : (this.#counts.get(dtype)?.elements ?? 0) / this.elements;
  }

  /** The largest first. */
  report(): WeightReport[] {
    return [...this.#counts]
      .map(([dtype, entry]) => ({ dtype, ...entry }))
      .sort((a, b) => b.bytes - a.bytes);
  }
}
