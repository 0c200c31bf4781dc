import type { Constant, Graph, ValueInfo } from "./graph.ts";
import type { OnnxFile } from "./onnx-file.ts";
import { refuse } from "./refuse.ts";

/** Where the dimensions of `[N, H, W, C]` are in `[N, C, H, W]`, and back. */
const toPlanes = [0, 3, 1, 2] as const;
const fromPlanes = [0, 2, 3, 1] as const;

/**
 * Values in both layouts. TensorFlow's pictures are `[N, H, W, C]`, ONNX computes on planes
 * `[N, C, H, W]`: each value stays in the layout in which it is made, and is turned at most once, where a
 * step wants the other.
 */
export class OnnxLayouts {
  readonly #graph: Graph;
  readonly #file: OnnxFile;
  readonly #asIs = new Set<string>();
  readonly #planes = new Set<string>();

  constructor(graph: Graph, file: OnnxFile) {
    this.#graph = graph;
    this.#file = file;
    for (const input of graph.inputs) this.#asIs.add(input);
  }

  info(value: string): ValueInfo {
    const { values, constants } = this.#graph;
    return values.get(value) ?? constants.get(value) ?? refuse(`nothing makes ${value}`);
  }

  constantOf(value: string): Constant | undefined {
    return this.#graph.constants.get(value);
  }

  /** Whether a value lies in planes already. */
  inPlanes(value: string): boolean {
    return this.#planes.has(value);
  }

  /** The name under which a step is to make a value, in planes or as TensorFlow has it. */
  made(value: string, planes: boolean): string {
    (planes ? this.#planes : this.#asIs).add(value);
    return planes ? planesName(value) : value;
  }

  /** A value as TensorFlow has it. */
  asIs(value: string): string {
    const constant = this.constantOf(value);
    if (constant) return this.#file.constant(value, constant);
    if (!this.#asIs.has(value)) {
      if (!this.#planes.has(value)) refuse(`nothing makes ${value}`);
      this.#file.node("Transpose", [planesName(value)], value, { perm: fromPlanes });
      this.#asIs.add(value);
    }
    return value;
  }

  /** A value in planes; a constant of fewer dimensions so that it is spread over planes alike. */
  planes(value: string): string {
    const constant = this.constantOf(value);
    if (constant) {
      if (constant.data.length === 1) return this.#file.constant(value, constant);
      return this.#file.constant(planesName(value), turned(constant));
    }
    if (!this.#planes.has(value)) {
      const { shape } = this.info(value);
      if (shape.length !== 4) refuse(`[${shape}] is no picture`);
      this.#file.node("Transpose", [this.asIs(value)], planesName(value), { perm: toPlanes });
      this.#planes.add(value);
    }
    return planesName(value);
  }
}

function planesName(value: string): string {
  return `${value}/planes`;
}

/** The dimension of planes that a dimension of a picture is. */
export function planeAxis(axis: number): number {
  return toPlanes.indexOf(axis as 0 | 1 | 2 | 3);
}

/** Values for each dimension of a picture, in the order of planes. */
export function inPlaneOrder(values: readonly number[]): readonly number[] {
  return toPlanes.map((axis) => values[axis] ?? 0);
}

function turned(constant: Constant): Constant {
  const { shape, data } = constant;
  const four = [...Array.from({ length: 4 - shape.length }, () => 1), ...shape];
  const [batch = 1, height = 1, width = 1, channels = 1] = four;
  const out = data.slice();
  const pixels = height * width;
  for (let picture = 0; picture < batch; picture += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        out[(picture * channels + channel) * pixels + pixel] =
          data[(picture * pixels + pixel) * channels + channel] ?? 0;
      }
    }
  }
  return { ...constant, shape: inPlaneOrder(four), data: out };
}
