import { refuse } from "../refuse.ts";
import type { ManifestWeight, WeightGroup } from "../tfjs/read-json.ts";

/** Folders of a weight's name that are looked at. */
const mostParts = 8;

/** The weights of a layers model by layer and kind, as Keras names them: `conv/kernel`. */
export class LayerWeights {
  readonly #file: string;
  readonly #exact = new Map<string, ManifestWeight>();
  /** By a part of the name's folders: `block/conv/kernel` is the kernel of `conv`, too; null where two are. */
  readonly #within = new Map<string, ManifestWeight | null>();

  constructor(file: string, groups: readonly WeightGroup[]) {
    this.#file = file;
    for (const weight of groups.flatMap(({ weights }) => weights)) {
      this.#exact.set(weight.name, weight);
      const parts = weight.name.split("/").slice(0, mostParts);
      const kind = parts.pop() ?? "";
      for (let from = 0; from < parts.length; from += 1) {
        for (let to = from + 1; to <= parts.length; to += 1) {
          const key = `${parts.slice(from, to).join("/")}/${kind}`;
          this.#within.set(key, this.#within.has(key) ? null : weight);
        }
      }
    }
  }

  /** The names of all of them. */
  names(): Iterable<string> {
    return this.#exact.keys();
  }

  /** A weight of a layer; undefined where it has none of this kind. */
  find(layer: string, kind: string): ManifestWeight | undefined {
    const key = `${layer}/${kind}`;
    return this.#exact.get(key) ?? this.#within.get(key) ?? undefined;
  }

  /**
   * A weight that a layer cannot be without.
   * @throws AppError `model-refused`: `malformed`
   */
  need(layer: string, kind: string): ManifestWeight {
    return this.find(layer, kind) ?? refuse("malformed", this.#file, `no weights ${layer}/${kind}`);
  }
}
