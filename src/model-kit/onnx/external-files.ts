import { findBeside } from "../open/find-beside.ts";
import { readOrRefuse, refuse } from "../refuse.ts";
import type { ModelFile } from "../report.ts";
import { allTensors } from "./all-tensors.ts";
import { decodeOnnx } from "./read-onnx.ts";
import { storedTensor } from "./tensor-values.ts";

/** More files than this hold the weights of no model. */
const mostFiles = 256;

/**
 * The files beside an ONNX graph that hold its weights, named as the graph names them.
 * @throws AppError `model-refused`: `missing-external-data`, `truncated`, and what reading a graph throws
 */
export function externalFilesOf(
  model: ModelFile,
  others: readonly ModelFile[],
): readonly ModelFile[] {
  const { graph } = decodeOnnx(model);
  const needed = new Map<string, number>();
  readOrRefuse(model.name, () => {
    if (!graph) return;
    for (const { tensor } of allTensors(graph)) {
      if (tensor.dataLocation !== 1) continue;
      const { external } = storedTensor(model.name, tensor);
      if (!external) continue;
      const end = external.offset + external.length;
      needed.set(external.file, Math.max(needed.get(external.file) ?? 0, end));
      if (needed.size > mostFiles) refuse("too-large", model.name, `${needed.size} external files`);
    }
  });
  return [...needed].map(([wanted, end]) => {
    const found = findBeside(model, wanted, others);
    if (!found) return refuse("missing-external-data", wanted, `${model.name} needs it`);
    if (found.bytes.length < end) {
      refuse("truncated", found.name, `it has ${found.bytes.length} of ${end} bytes`);
    }
    return { name: wanted, bytes: found.bytes };
  });
}
