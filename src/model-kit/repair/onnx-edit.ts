import { onnx } from "../onnx/generated/onnx.js";
import { type OnnxFile, readOnnx } from "../onnx/read-onnx.ts";
import { besideOf } from "../onnx/report-onnx.ts";
import { type StoredTensor, storedTensor, tensorNumbers } from "../onnx/tensor-values.ts";
import type { OpenedModel } from "../report.ts";

/** A weight with its numbers. */
export interface Weight {
  readonly stored: StoredTensor;
  readonly numbers: Float32Array | Float64Array;
}

/** An ONNX file being changed: messages that are not touched stay as they are, byte for byte. */
export class OnnxEdit {
  readonly file: OnnxFile;
  readonly #opened: OpenedModel;
  readonly #tensors = new Map<string, onnx.Tensor.$Properties>();
  readonly #taken = new Set<string>();

  /** @throws AppError `model-refused` */
  constructor(opened: OpenedModel) {
    this.#opened = opened;
    this.file = readOnnx(opened);
    const { graph } = this.file;
    for (const tensor of graph.initializer) this.#tensors.set(tensor.name ?? "", tensor);
    for (const node of graph.node) {
      for (const name of [...(node.input ?? []), ...(node.output ?? [])]) this.#taken.add(name);
      const value = node.attribute?.find(({ name }) => name === "value")?.t;
      if (node.opType === "Constant" && value) this.#tensors.set(node.output?.[0] ?? "", value);
    }
    for (const name of this.#tensors.keys()) this.#taken.add(name);
    for (const { name } of graph.input) this.#taken.add(name ?? "");
  }

  /** A weight or constant; undefined where the name is none, or its numbers cannot be read. */
  weight(name: string | undefined): Weight | undefined {
    const tensor = name === undefined ? undefined : this.#tensors.get(name);
    if (!tensor) return undefined;
    const stored = storedTensor(this.file.name, tensor);
    const outside = stored.external && besideOf(this.file, stored.external.file);
    const numbers = tensorNumbers(stored, tensor, outside);
    return numbers === null ? undefined : { stored, numbers };
  }

  /** Adds a float32 weight and returns its name, which nothing else has. */
  addFloats(wanted: string, shape: readonly number[], numbers: Float32Array): string {
    return this.addTensor(wanted, shape, 1, littleEndian(numbers));
  }

  /**
   * Adds a weight and returns its name, which nothing else has.
   * @param dataType as the format numbers element types
   * @param rawData its elements, little-endian
   */
  addTensor(
    wanted: string,
    shape: readonly number[],
    dataType: number,
    rawData: Uint8Array,
  ): string {
    const name = this.freeName(wanted);
    const tensor = new onnx.Tensor({ name, dims: [...shape], dataType, rawData });
    this.file.graph.initializer.push(tensor);
    this.#tensors.set(name, tensor);
    return name;
  }

  /** A name that nothing has. */
  freeName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count += 1) name = `${wanted}_${count}`;
    this.#taken.add(name);
    return name;
  }

  /** Takes away weights, and puts nodes in front of the graph that make tensors of their names. */
  replaceWeights(names: ReadonlySet<string>, makers: readonly onnx.Node.$Properties[]): void {
    const { graph } = this.file;
    const stays = ({ name }: { readonly name?: string | null }): boolean => !names.has(name ?? "");
    graph.initializer = graph.initializer.filter(stays);
    graph.input = graph.input.filter(stays);
    const nodes = graph.node.filter(
      ({ opType, output }) => opType !== "Constant" || !names.has(output?.[0] ?? ""),
    );
    graph.node = [...makers, ...nodes] as onnx.Node[];
    for (const name of names) this.#tensors.delete(name);
  }

  /** Takes away weights that no node reads any more; those that are inputs, too, leave the inputs. */
  dropUnread(names: ReadonlySet<string>): void {
    const { graph } = this.file;
    const read = new Set(graph.node.flatMap(({ input }) => input ?? []));
    for (const { name } of graph.output) read.add(name ?? "");
    const unread = (name: string | null | undefined): boolean =>
      names.has(name ?? "") && !read.has(name ?? "");
    graph.initializer = graph.initializer.filter(({ name }) => !unread(name));
    graph.input = graph.input.filter(({ name }) => !unread(name));
    graph.node = graph.node.filter(
      ({ opType, output }) => opType !== "Constant" || !unread(output?.[0]),
    );
  }

  /** Forgets what the file states of tensors whose type or shape changed. */
  dropStated(names: ReadonlySet<string>): void {
    const { graph } = this.file;
    graph.valueInfo = graph.valueInfo.filter(({ name }) => !names.has(name ?? ""));
  }

  /** Whether a subgraph (`If`, `Loop`) might read a tensor of this graph: then names must stay. */
  get hasSubgraphs(): boolean {
    return this.file.graph.node.some(({ attribute }) =>
      attribute?.some(({ g, graphs }) => (g?.length ?? 0) > 0 || (graphs?.length ?? 0) > 0),
    );
  }

  /** The changed model; files beside it stay. */
  finish(): OpenedModel {
    const [first, ...others] = this.#opened.files;
    // A copy: Node's writer hands out parts of a pool.
    const bytes = new Uint8Array(onnx.Model.encode(this.file.model).finish());
    return { ...this.#opened, files: [{ name: first?.name ?? "model.onnx", bytes }, ...others] };
  }
}

function littleEndian(numbers: Float32Array): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => {
    view.setFloat32(index * 4, number, true);
  });
  return bytes;
}
