import { inHalves } from "./half-arithmetic.ts";
import { readTfjs, type TfjsWanted } from "./read-tfjs.ts";
import { simplify } from "./simplify.ts";
import { toOnnx } from "./to-onnx.ts";
import { toTflite } from "./to-tflite.ts";

/** A TF.js graph model that is to be written in another format. */
export interface TfjsSource {
  /** The parsed `model.json`. */
  readonly json: unknown;
  /** Its weight files, by the paths in its manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly wanted: TfjsWanted;
  /** What the file says of itself. */
  readonly description: string;
}

/**
 * Converts a TF.js graph model to TFLite: the same weights, names and results, up to rounding. The same
 * model gives the same bytes.
 * @throws AppError `model-refused` (`cannot-repair`) naming what cannot be converted
 */
export function tfjsToTflite({ json, files, wanted, description }: TfjsSource): Uint8Array {
  return toTflite(simplify(readTfjs(json, files, wanted)), description);
}

/**
 * Converts a TF.js graph model to ONNX: the same weights, names, layouts of inputs and outputs, and results,
 * up to rounding. The same model gives the same bytes.
 * @param arithmetic `float16`: its convolutions, and what lies between them, compute in halves
 * @throws AppError `model-refused` (`cannot-repair`) naming what cannot be converted
 */
export function tfjsToOnnx(
  { json, files, wanted, description }: TfjsSource,
  arithmetic: "float32" | "float16" = "float32",
): Uint8Array {
  const graph = simplify(readTfjs(json, files, wanted));
  return toOnnx(arithmetic === "float16" ? inHalves(graph) : graph, description);
}
