import { reportOnnx } from "./onnx/report-onnx.ts";
import type { ModelReport, OpenedModel } from "./report.ts";
import { reportTfjs } from "./tfjs/report-tfjs.ts";
import { reportTflite } from "./tflite/report-tflite.ts";

/**
 * Reads a model as data and reports what it is; nothing of it is executed.
 * @throws AppError `model-refused` where the file cannot be read
 */
export function examineModel(model: OpenedModel): ModelReport {
  switch (model.format) {
    case "onnx":
      return reportOnnx(model);
    case "tflite":
      return reportTflite(model);
    case "tfjs":
      return reportTfjs(model);
  }
}
