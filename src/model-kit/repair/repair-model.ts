import { readOrRefuse, refuse } from "../refuse.ts";
import type { FixedSize, OpenedModel, RepairedModel, RepairId } from "../report.ts";
import { dropZeroPoints } from "./drop-zero-points.ts";
import { fixSize } from "./fix-size.ts";
import { floatPorts } from "./float-ports.ts";
import { floatWeights } from "./float-weights.ts";
import type { Repaired } from "./repaired.ts";

/** Which formats each repair is for. */
const formats: Readonly<Record<RepairId, readonly OpenedModel["format"][]>> = {
  "float-weights": ["onnx"],
  "fixed-size": ["onnx", "tflite"],
  "float-ports": ["onnx", "tflite"],
  "drop-zero-points": ["onnx"],
};

const noSize: FixedSize = { batch: 1, width: 320, height: 320 };

/**
 * Makes a new variant of a model; the given one stays as it is.
 * @param size for `fixed-size`: what open sizes become; batch 1 and 320 × 320 where it is left out
 * @throws AppError `model-refused`: `cannot-repair` where there is nothing to repair
 */
export function repairModel(
  model: OpenedModel,
  repair: RepairId,
  size: FixedSize = noSize,
): RepairedModel {
  const name = model.files[0]?.name ?? "";
  if (!formats[repair].includes(model.format)) {
    refuse("cannot-repair", name, `${repair} is not for ${model.format}`);
  }
  return { ...readOrRefuse(name, () => repaired(model, repair, size)), repair };
}

function repaired(model: OpenedModel, repair: RepairId, size: FixedSize): Repaired {
  switch (repair) {
    case "float-weights":
      return floatWeights(model);
    case "fixed-size":
      return fixSize(model, size);
    case "float-ports":
      return floatPorts(model);
    case "drop-zero-points":
      return dropZeroPoints(model);
  }
}
