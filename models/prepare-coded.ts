import { quantizeWeights } from "#model-kit";
import type { PreparedFile } from "./prepare-tfjs.ts";

/**
 * Prepares an ONNX model with its large weights stored in 8 bits: a quarter of the download, computed in floats.
 * @param halves weights that are stored in 16 bits
 */
export async function prepareCoded(
  original: Promise<readonly PreparedFile[]>,
  halves: readonly string[],
): Promise<readonly PreparedFile[]> {
  const files = (await original).map(({ name, content }) => ({ name, bytes: content }));
  const { model } = quantizeWeights({ format: "onnx", title: "", files }, halves);
  return model.files.map(({ name, bytes }) => ({ name, content: bytes }));
}
